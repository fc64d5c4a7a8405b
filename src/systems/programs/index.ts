import { lookFor, orUnknown } from "../../model/condition-table.ts";
import { NotDone, OpsError } from "../../model/error.ts";
import type { Change, Difference, Draft } from "../../model/plan.ts";
import { quoted } from "../../model/printable.ts";
import { type Condition, type ConditionState, keyOf, type Resource, type Target } from "../../model/resource.ts";
import type { Sources } from "../../model/sources.ts";
import type { Effects, System } from "../../model/system.ts";
import type { World } from "../../model/world.ts";
import { type Lists, versionOffered } from "./candidates.ts";
import { wordsIn } from "./parameters.ts";
import { runProgram } from "./run.ts";

export interface ProgramsOptions {
  readonly sources: Sources;
  readonly world: World;
  /** The folder of what is kept for this world. */
  readonly home: string;
}

/** Programs of this machine that an environment names: one that lists versions, one that runs a job. */
export function createPrograms({ world }: ProgramsOptions): System {
  const lists: Lists = new Map();
  return {
    name: "programs",
    identify: async () => ({ system: "programs", where: "this machine", who: process.env.USER ?? "the operator" }),
    observe: async () => [],
    diff: differenceOf,
    apply: (change, effects) => apply(world, change, effects),
    resolve: async ({ name }) => [targetOf(name)],
    holds: (condition) => holds(world, lists, condition),
    close: () => {},
  };
}

function targetOf(name: string): Target {
  return { system: "programs", kind: "program", id: name, names: [name], tags: {}, attached: [], isManaged: true };
}

/** Pure: a program is always run. */
function differenceOf(resource: Resource): Difference {
  const { kind, name, desired } = resource;
  if (kind !== "program" || !desired) throw unknownResource(resource);
  const command = quoted(wordsIn(desired.argv).join(" "), 300);
  const draft: Draft = {
    ...{ action: "act", system: "programs", kind, name, risk: "disruptive", targets: [targetOf(name)] },
    because: "it does what the console cannot do by itself",
    does: `run ${command} on this machine`,
    interrupts: `whatever ${name} interrupts: nothing of it is known here`,
    after: desired,
  };
  return { drafts: [draft], notes: [] };
}

async function apply(world: World, change: Change, effects: Effects): Promise<void> {
  if (change.kind === "program" && change.after) return await runProgram(world, change, effects);
  throw new NotDone({
    code: "programs-unknown-change",
    reason: "internal",
    what: `${change.id} is no program`,
    why: "programs are run, and nothing else",
    next: "mend the runbook that planned it",
  });
}

const conditions: Readonly<Record<string, typeof versionOffered>> = { "version-offered": versionOffered };

async function holds(world: World, lists: Lists, { name, parameters }: Condition): Promise<ConditionState> {
  const look = lookFor(conditions, name, "programs");
  return await orUnknown(() => look(world, lists, parameters));
}

function unknownResource(resource: Resource): OpsError {
  return new OpsError({
    code: "programs-unknown-kind",
    reason: "internal",
    what: `${keyOf(resource)} is no program that can be run`,
    why: "there is the kind program, with its words",
    next: "mend the runbook",
  });
}
