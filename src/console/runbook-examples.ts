import { type Environment, isOpenStack, type OpenStackEnvironment } from "../model/environment.ts";
import type { Parameter } from "../model/parameter.ts";
import type { RecordedRun } from "../model/recorded-run.ts";
import { hasSources, type Runbook, type RunbookContext } from "../runbook.ts";

type Examples = Partial<Record<Parameter["type"], string>>;

const version = "1.11.0";
const run = "r12";

/** A campaign that did all of it. */
function recordedIn(environment: Environment): RecordedRun {
  const stacks = hasSources(environment) ? environment.sources.bump.stacks : [];
  const passed = { state: "passed", detail: "", at: "2026-01-01T00:00:00.000Z" } as const;
  const pinned = { ...passed, value: { before: { mesos: "1.9.0" } } };
  const outcomes = stacks.flatMap(({ id, stack }) => [
    { step: `${id}.merged`, ...pinned },
    { step: `${stack}.cluster`, ...passed },
  ]);
  return {
    id: run,
    invocation: { recipe: "BumpMesos", verb: "", args: [version] },
    status: "aborted",
    changes: [],
    outcomes: [{ step: "dags", ...passed, value: {} }, { step: "job", ...passed }, ...outcomes],
    begun: stacks.map(({ stack }) => `${stack}.cluster`),
    effects: {},
  };
}

/** Arguments to read a runbook with where none are given. */
export function exampleContext({ parameters }: Runbook, environment: Environment): RunbookContext<Environment> {
  const examples = isOpenStack(environment) ? examplesOfSite(environment) : examplesOfCampaign(environment);
  const args = parameters.map(({ type, name }) => examples[type] ?? `<${name}>`);
  const recorded = parameters.some(({ type }) => type === "run") && recordedIn(environment);
  return { environment, args, ...(recorded && { recorded }) };
}

function examplesOfSite({ masters, agents }: OpenStackEnvironment): Examples {
  return {
    master: masters.exampleName,
    "new-master": masters.exampleName,
    agent: agents.exampleName,
    "new-agent": agents.exampleName,
    server: agents.exampleName,
    zone: masters.zones[0] ?? "zone",
  };
}

function examplesOfCampaign(environment: Environment): Examples {
  const { dagPipelines = [] } = hasSources(environment) ? environment.sources.bump : {};
  return { "mesos-version": version, run, pipeline: dagPipelines[0] ?? "pipeline" };
}
