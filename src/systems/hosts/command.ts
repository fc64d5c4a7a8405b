import type { OpenStackEnvironment } from "../../model/environment.ts";
import { EndedBadly, NotDone } from "../../model/error.ts";
import type { Json } from "../../model/json.ts";
import { quoted } from "../../model/printable.ts";
import type { Acting } from "./acts.ts";
import { badParameters } from "./names.ts";

/** A command that a person typed. It ran, whatever its exit code: nothing repeats it by itself. */
export async function runCommand({ host, wanted, looks, once }: Acting): Promise<void> {
  checkOwnHost(host, looks.environment);
  const argv = argumentsOf(wanted.argv);
  const { exitCode, output } = await once({ name: "command", argv, keeps: lastLineOf });
  if (exitCode === 0) return;
  throw new EndedBadly({
    code: "command-failed",
    reason: "system",
    what: `${quoted(argv.join(" "))} on ${host} ended with exit code ${exitCode}`,
    why: output || "it printed nothing",
    next: `see on ${host} what it did before it is run once more`,
  });
}

/** What a command prints may be anybody's secret: its last line says why it failed. */
function lastLineOf(output: string): string {
  return quoted(output.trim().split("\n").at(-1) ?? "", 300);
}

/** The gateway is none: what is typed there would go past every guard. */
function isOwnHost(name: string, { masters, agents }: OpenStackEnvironment): boolean {
  return [masters, agents].some(({ namePattern }) => new RegExp(namePattern).test(name));
}

/** @throws NotDone for anything but this place's own masters and agents. */
export function checkOwnHost(name: string, environment: OpenStackEnvironment): void {
  if (isOwnHost(name, environment)) return;
  throw new NotDone({
    code: "not-a-host-of-ours",
    reason: "refused",
    what: `No command is run on ${name}`,
    why: "it is neither a master nor an agent of this environment",
    next: "log in there by hand",
  });
}

export function argumentsOf(argv: Json | undefined): readonly string[] {
  const isTexts = Array.isArray(argv) && argv.every((each): each is string => typeof each === "string");
  if (!isTexts || argv.length === 0 || argv[0] === "") throw badParameters("argv");
  return argv;
}
