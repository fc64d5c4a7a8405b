import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";

/**
 * The folder of everything that the console keeps: `MESOS_CONSOLE_HOME`, else the XDG state folder.
 * A relative `XDG_STATE_HOME` is ignored, as the XDG base directory specification asks.
 */
export function homeOf(env: Readonly<Record<string, string | undefined>>): string {
  if (env.MESOS_CONSOLE_HOME) return resolve(env.MESOS_CONSOLE_HOME);
  const state = env.XDG_STATE_HOME ?? "";
  return join(isAbsolute(state) ? state : join(env.HOME || homedir(), ".local/state"), "mesos-console");
}

/** The operating system's name of an error, e.g. `EROFS`. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : String(error);
}
