import { EndedBadly, NotDone, OpsError } from "../../model/error.ts";
import { type CommandResult, type HostCommand, wasNotFound } from "../../model/host-commands.ts";
import type { Fields } from "../../model/json.ts";
import { isIssued, notPermitted } from "../../model/permit.ts";
import type { Change } from "../../model/plan.ts";
import { quoted } from "../../model/printable.ts";
import type { Effect, Effects } from "../../model/system.ts";
import type { World } from "../../model/world.ts";
import { wordsIn } from "./parameters.ts";

/** How a program ended. What it prints may be anybody's secret: only its end is kept. */
export type Ended = { readonly exitCode: number; readonly tail: string };

const tailCharacters = 2_000;
const defaultSeconds = 60 * 60;

/** A program on this machine. @throws NotDone where the world has none */
export async function execute(
  world: World,
  command: HostCommand,
  onLine?: (line: string) => void,
): Promise<CommandResult> {
  if (world.execute) return await world.execute(command, onLine);
  throw new NotDone({
    code: "program-missing",
    reason: "system",
    what: `${quoted(command.argv.join(" "))} is not run`,
    why: "this world has no programs",
    next: "do it by hand",
  });
}

/** Runs it once. It ran, whatever its exit code: nothing repeats it by itself. */
export async function runProgram(world: World, change: Change, effects: Effects): Promise<void> {
  const { exitCode, tail } = await effects.perform(running(world, change.after ?? {}, effects));
  if (exitCode === 0) return;
  throw new EndedBadly({
    code: "program-failed",
    reason: "system",
    what: `${change.name} ended with exit code ${exitCode}`,
    why: lastLineOf(tail) || "it printed nothing",
    next: "see what it did before it is run once more",
  });
}

function running(world: World, { argv, withinSeconds }: Fields, effects: Effects): Effect<Ended> {
  const words = wordsIn(argv);
  const seconds = typeof withinSeconds === "number" ? withinSeconds : defaultSeconds;
  return {
    name: "run",
    repeat: "once",
    whenSeen: { exitCode: 0, tail: "" },
    async send(permit) {
      if (!isIssued(permit)) throw notPermitted(`${quoted(words.join(" "))} was not run`);
      const command = { argv: words, withinSeconds: seconds };
      const ended = await execute(world, command, (line) => effects.log(line));
      if (wasNotFound(command, ended)) throw missing(words, ended.stderr);
      if (ended.exitCode === null) throw killed(words);
      return { exitCode: ended.exitCode, tail: `${ended.stdout}\n${ended.stderr}`.trim().slice(-tailCharacters) };
    },
  };
}

function lastLineOf(text: string): string {
  return quoted(text.trim().split("\n").at(-1) ?? "", 300);
}

function missing([name = ""]: readonly string[], stderr: string): NotDone {
  return new NotDone({
    code: "program-missing",
    reason: "system",
    what: `${quoted(name)} was not started`,
    why: lastLineOf(stderr) || "there is no such program",
    next: `see that ${quoted(name)} is installed and on the PATH`,
  });
}

function killed(argv: readonly string[]): OpsError {
  return new OpsError({
    code: "program-killed",
    reason: "system",
    what: `${quoted(argv.join(" "))} has no exit code`,
    why: "a signal ended it",
    next: "see what it has done before it is run once more",
  });
}
