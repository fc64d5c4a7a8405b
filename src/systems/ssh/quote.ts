import { OpsError } from "../../model/error.ts";
import type { HostCommand } from "../../model/host-commands.ts";
import { shellWord } from "../../model/shell-word.ts";

/**
 * One word for a POSIX shell, whatever is in it. The exclamation mark stands outside the quotes: a csh as the login
 * shell would look it up in its history even inside of them.
 */
export function quoted(word: string): string {
  return shellWord(word).replaceAll("!", "'\\!'");
}

/** The command as the host's shell gets it: one word for each argument, never a shell's text. */
export function commandText(command: Pick<HostCommand, "argv" | "env">): string {
  return wordsOf(command).map(quoted).join(" ");
}

/** Its words, with what is set for it only by way of `env`. */
export function wordsOf({ argv, env = {} }: Pick<HostCommand, "argv" | "env">): readonly string[] {
  const settings = Object.entries(env).map(([name, value]) => `${checkedName(name)}=${value}`);
  const words = settings.length > 0 ? ["env", ...settings, ...argv] : argv;
  if (argv.length === 0 || words.some((word) => word.includes("\0"))) throw notACommand(argv);
  return words;
}

function checkedName(name: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return name;
  throw new OpsError({
    code: "ssh-command",
    reason: "internal",
    what: `${JSON.stringify(name)} cannot be set for a command`,
    why: "a name has letters, digits and underscores",
    next: "mend the system that asked for it",
  });
}

function notACommand(argv: readonly string[]): OpsError {
  return new OpsError({
    code: "ssh-command",
    reason: "internal",
    what: `${JSON.stringify(argv)} is no command`,
    why: "it needs at least one word, and no word may have a zero byte",
    next: "mend the system that asked for it",
  });
}
