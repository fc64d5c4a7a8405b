import type { Said } from "../ssh/server.ts";
import type { Time } from "../time.ts";

/** What happens next in a command: it prints a line, or time passes. */
export type Moment =
  | { readonly out: string }
  | { readonly err: string }
  /** World seconds. */
  | { readonly seconds: number };

/** A command as it goes on: its moments, and its exit code at the end. */
export type Play = Generator<Moment, number, void>;

export function out(line: string): Moment {
  return { out: `${line}\n` };
}

export function err(line: string): Moment {
  return { err: `${line}\n` };
}

export function pass(seconds: number): Moment {
  return { seconds };
}

/** A command that prints its lines and ends at once. */
export function* answer(lines: readonly string[], exitCode = 0): Play {
  for (const line of lines) yield out(line);
  return exitCode;
}

/** A command that complains and ends at once. */
export function* complain(line: string, exitCode: number): Play {
  yield err(line);
  return exitCode;
}

/** To the end, now: whoever runs it waits for it, and so the world's time moves on. */
export function playThrough(play: Play, time: Time): Said {
  const said = { stdout: "", stderr: "" };
  for (;;) {
    const next = play.next();
    if (next.done) return { ...said, exitCode: next.value };
    if ("seconds" in next.value) time.sleep(next.value.seconds * 1000);
    else if ("out" in next.value) said.stdout += next.value.out;
    else said.stderr += next.value.err;
  }
}
