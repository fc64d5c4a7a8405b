import type { CommandResult, HostCommand, OnLine } from "../../model/host-commands.ts";
import type { Connection, Heard } from "./connection.ts";
import { sshError } from "./error.ts";
import { keep, lines } from "./output.ts";
import { commandText } from "./quote.ts";

const defaultWithinSeconds = 60;
const defaultOutputBytes = 1024 * 1024;

/** How long a command may take; see `HostCommand`. */
export type Patience = Pick<HostCommand, "withinSeconds" | "idleSeconds">;

/** Sends a command's text and ends the wait, not the command, when it takes too long: then `ssh-timeout`. */
export async function send(
  connection: Connection,
  { name, text, patience }: { readonly name: string; readonly text: string; readonly patience: Patience },
  heard: Heard,
): Promise<number | null> {
  const { withinSeconds = defaultWithinSeconds, idleSeconds = withinSeconds } = patience;
  const ending = new AbortController();
  const give = (why: string) => ending.abort(sshError("ssh-timeout", `${name}: the command did not end in time`, why));
  const total = setTimeout(() => give(`it was given ${withinSeconds} s`), withinSeconds * 1000);
  const idle = setTimeout(() => give(`not a byte came for ${idleSeconds} s`), idleSeconds * 1000);
  const hears = (to: (chunk: Buffer) => void) => (chunk: Buffer) => {
    idle.refresh();
    to(chunk);
  };
  try {
    return await connection.execute(text, { stdout: hears(heard.stdout), stderr: hears(heard.stderr) }, ending.signal);
  } finally {
    clearTimeout(total);
    clearTimeout(idle);
  }
}

/** Runs a command and keeps what it prints, within bounds. */
export async function runCommand(
  connection: Connection,
  name: string,
  command: HostCommand,
  onLine?: OnLine,
): Promise<CommandResult> {
  const { outputBytes = defaultOutputBytes } = command;
  const [stdout, stderr] = [heardAs(outputBytes, onLine), heardAs(outputBytes, onLine)];
  const exitCode = await send(
    connection,
    { name, text: commandText(command), patience: command },
    { stdout: stdout.add, stderr: stderr.add },
  );
  stdout.end();
  stderr.end();
  const isTruncated = stdout.isTruncated() || stderr.isTruncated();
  return { exitCode, stdout: stdout.text(), stderr: stderr.text(), isTruncated };
}

function heardAs(limitBytes: number, onLine: OnLine | undefined) {
  const kept = keep(limitBytes);
  const cut = onLine && lines(onLine);
  const add = (chunk: Buffer) => {
    kept.add(chunk);
    cut?.add(chunk);
  };
  return { add, end: () => cut?.end(), text: kept.text, isTruncated: kept.isTruncated };
}
