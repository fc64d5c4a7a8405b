import { accessSync, constants, mkdirSync } from "node:fs";
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

/**
 * Makes the folder, for its owner only, with the folders above it.
 * @returns why nothing can be kept there, or `undefined`: one can still look when nothing can be kept.
 */
export function ensureHome(home: string): string | undefined {
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    accessSync(home, constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    return `${home} cannot be written (${codeOf(error)})`;
  }
}

/** The operating system's name of an error, e.g. `EROFS`. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : String(error);
}
