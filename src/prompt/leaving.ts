import type { REPLServer } from "node:repl";

/** For whoever is in the middle of an input and does not know how to get out. */
export const openHint = "  (this is not yet at its end: close what is open, or Ctrl-C to start over)";

const leaveHint = "To leave: Ctrl-C once more, Ctrl-D or exit.";

/** Ctrl-C drops what was typed, as Node's own does; with nothing typed it says how to leave, and leaves the second time. */
export function leaveAtSecondInterrupt(server: REPLServer): void {
  const drops = server.listeners("SIGINT");
  let isWarned = false;
  const interrupt = () => {
    if (server.line !== "") for (const drop of drops) Reflect.apply(drop, server, []);
    else if (isWarned) server.close();
    else {
      isWarned = true;
      server.output.write(`\n${leaveHint}\n`);
      server.displayPrompt();
    }
  };
  server.removeAllListeners("SIGINT").on("SIGINT", interrupt);
  server.on("line", () => {
    isWarned = false;
  });
}

/** The REPL's own commands that read and write files, or take another context, are not for this prompt. */
export function keepCommands(server: REPLServer, help: () => string): void {
  const kept = ["exit", "break"];
  for (const name of Object.keys(server.commands))
    if (!kept.includes(name)) Reflect.deleteProperty(server.commands, name);
  server.defineCommand("help", () => {
    server.output.write(`${help()}\n`);
    server.displayPrompt();
  });
}
