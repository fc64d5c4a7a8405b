import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import alibuild from "../../environments/alibuild.ts";
import { CheckMasters } from "../../runbooks/check-masters.ts";
import { composeRunbook } from "../../src/console/compose-runbook.ts";
import { openSite } from "../../src/console/site.ts";
import type { PlanRequest } from "../../src/engine/engine.ts";
import { checklistOf } from "../../src/engine/procedure/checklist.ts";
import type { Condition } from "../../src/model/resource.ts";
import type { Person } from "../../src/model/run.ts";
import type { World } from "../../src/model/world.ts";
import { openDelayedWorld, roundTripMs } from "./delayed-world.ts";
import { percentile, type Row } from "./row.ts";

const rounds = 5;

/** The whole checklist of healthy masters, beside its slowest cell alone: nothing waits for anything but the network. */
export async function checklistRows(): Promise<readonly Row[]> {
  const { world, close } = await openDelayedWorld();
  try {
    return [rowOf(await timesAt(world))];
  } finally {
    close();
  }
}

/** Milliseconds by what was looked at: a kind of cell, or everything. */
type Times = ReadonlyMap<string, readonly number[]>;

const everything = "everything";

/** In turns, each with connections of its own, after a first round in which code is loaded. */
async function timesAt(world: World): Promise<Times> {
  const request = composeRunbook(
    { recipe: "CheckMasters", verb: "", args: [] },
    new Map([["CheckMasters", CheckMasters]]),
    alibuild,
  );
  const kinds = [...Map.groupBy(conditionsOf(request), ({ what }) => what).values()];
  const times = new Map<string, number[]>();
  for (let round = -1; round < rounds; round += 1) {
    const cells = kinds.map((of) => of[(round + 1) % of.length]).filter((cell) => cell !== undefined);
    const asked = [[everything, request], ...cells.map((cell) => [cell.what, only(cell, request)] as const)] as const;
    for (const [what, each] of asked) {
      const milliseconds = await timeOf(each, world);
      if (round >= 0) times.set(what, [...(times.get(what) ?? []), milliseconds]);
    }
  }
  return times;
}

function conditionsOf({ procedure }: PlanRequest): readonly Condition[] {
  return procedure?.steps.flatMap(({ conditions }) => conditions ?? []) ?? [];
}

/** The same with this one cell. */
function only(cell: Condition, request: PlanRequest): PlanRequest {
  const { procedure } = request;
  if (!procedure) return request;
  return {
    ...request,
    procedure: { ...procedure, steps: procedure.steps.map((step) => ({ ...step, conditions: [cell] })) },
  };
}

/** From a console that has no connection yet. @throws when a cell does not pass: that would be another path */
async function timeOf(request: PlanRequest, world: World): Promise<number> {
  const home = mkdtempSync(join(tmpdir(), "bench-"));
  const { byName: systems, ssh } = openSite({ environment: alibuild, world, home, person: nobody });
  try {
    const startedAt = performance.now();
    const { rows } = await checklistOf(request, { environment: alibuild, world, systems, guards: [] });
    const milliseconds = performance.now() - startedAt;
    const wrong = rows.flatMap(({ cells }) => cells).find(({ result }) => result !== "pass");
    if (wrong) throw new Error(`${wrong.subject}: ${wrong.evidence}`);
    return milliseconds;
  } finally {
    for (const system of systems.values()) system.close();
    ssh?.close();
    rmSync(home, { recursive: true });
  }
}

const nobody: Person = { ask: () => Promise.reject(new Error("nobody is asked")), show: () => {} };

function rowOf(times: Times): Row {
  const medians = [...times].map(([what, of]) => ({ what, median: percentile(50, of) }));
  const whole = medians.find(({ what }) => what === everything)?.median ?? Number.NaN;
  const [slowest] = medians.filter(({ what }) => what !== everything).sort((one, other) => other.median - one.median);
  const ratio = whole / (slowest?.median ?? Number.NaN);
  return {
    what: `checklist of three masters, ${roundTripMs} ms away`,
    measured: `${whole.toFixed(0)} ms`,
    comparedWith: `its slowest cell ${slowest?.median.toFixed(0)} ms (${slowest?.what})`,
    ratio,
    promised: "at most 1.2 times",
    isKept: ratio <= 1.2,
  };
}
