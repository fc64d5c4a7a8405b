import type { AwsEnvironment } from "#src/model/environment.ts";
import type { Change } from "#src/model/plan.ts";
import type { StepOutcome } from "#src/model/procedure.ts";
import type { RecordedRun, Runbook, Step } from "#src/runbook.ts";
import cantareira from "../../environments/cantareira.ts";
import { BumpMesos } from "../../runbooks/bump-mesos.ts";
import { RevertBump } from "../../runbooks/revert-bump.ts";
import { TriggerPipeline } from "../../runbooks/trigger-pipeline.ts";
import { UnlockPipeline } from "../../runbooks/unlock-pipeline.ts";

/** The steps of a campaign in an environment with repositories. */
export function stepsOfCampaign(
  runbook: Runbook,
  args: readonly string[],
  { environment = cantareira, recorded }: { environment?: AwsEnvironment; recorded?: RecordedRun } = {},
): readonly Step[] {
  return runbook.steps({ environment, args, ...(recorded && { recorded }) });
}

export function bumpSteps(environment?: AwsEnvironment): readonly Step[] {
  return stepsOfCampaign(BumpMesos, ["1.11.0"], environment ? { environment } : {});
}

export function revertSteps(recorded: RecordedRun, ...more: readonly string[]): readonly Step[] {
  return stepsOfCampaign(RevertBump, [recorded.id, ...more], { recorded });
}

/** A run of BumpMesos that did all of it, but for what is said otherwise of its steps; `undefined`: not even begun. */
export function bumpRun(otherwise: Readonly<Record<string, StepOutcome["state"] | undefined>> = {}): RecordedRun {
  const states = bumpSteps().map(({ id }) => ({ step: id, state: id in otherwise ? otherwise[id] : "passed" }));
  return {
    id: "r12",
    invocation: { recipe: "BumpMesos", verb: "", args: ["1.11.0"] },
    status: "aborted",
    changes: ["test", "dev", "stable"].map(pinned),
    outcomes: states.flatMap(({ step, state }) => (state ? [outcomeOf(step, state)] : [])),
    begun: [],
    effects: {},
  };
}

function outcomeOf(step: string, state: StepOutcome["state"]): StepOutcome {
  const value = step === "dags" ? { value: { nightly: false, backfill: true } } : {};
  return { step, state, detail: "", ...value, at: "2026-03-01T14:02:11.000Z" };
}

function pinned(stack: string): Change {
  const name = `mesos-console/bump-mesos-1.11.0-pin-${stack}`;
  return {
    id: `pin-${stack}.branch: create branch/${name}`,
    action: "create",
    system: "git",
    kind: "branch",
    name,
    stack: "",
    role: `pin-${stack}`,
    risk: "safe",
    because: "it has 1.9.0",
    before: { versions: { mesos: "1.9.0" } },
    needs: [],
    targets: [],
    asksByItself: false,
    waits: [],
  };
}

/** Every campaign, as it is read by the tests of all runbooks. */
export const campaigns: readonly (readonly [name: string, steps: readonly Step[]])[] = [
  ["BumpMesos", bumpSteps()],
  ["RevertBump", revertSteps(bumpRun())],
  ["TriggerPipeline", stepsOfCampaign(TriggerPipeline, ["dagao"])],
  ["UnlockPipeline", stepsOfCampaign(UnlockPipeline, ["deploy"])],
];
