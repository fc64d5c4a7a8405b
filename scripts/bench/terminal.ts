import { spawn } from "node:child_process";
import { stripVTControlCharacters } from "node:util";

/**
 * Starts a program on a terminal of its own (util-linux's `script`), leaves it with `.exit`, and waits for its end.
 * @param command one line for the shell
 * @param prompt the text that it shows when it is ready
 * @returns milliseconds from the start until the prompt is there
 */
export async function timeToPrompt(command: string, prompt: string, env: NodeJS.ProcessEnv): Promise<number> {
  const startedAt = performance.now();
  const terminal = spawn("script", ["-qefc", command, "/dev/null"], { env, stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise<void>((resolve) => terminal.once("close", () => resolve()));
  let [text, readyAt] = ["", 0];
  terminal.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
    if (readyAt > 0 || !stripVTControlCharacters(text).includes(prompt)) return;
    readyAt = performance.now();
    terminal.stdin.write(".exit\r");
  });
  await ended;
  if (readyAt === 0) throw new Error(`${command} never showed ${JSON.stringify(prompt)}:\n${text}`);
  return readyAt - startedAt;
}
