import { type Environment, isOpenStack, type OpenStackEnvironment } from "../model/environment.ts";
import type { Parameter } from "../model/parameter.ts";
import type { RecordedRun } from "../model/recorded-run.ts";
import { hasSources, type Runbook, type RunbookContext } from "../runbook.ts";

type Examples = Partial<Record<Parameter["type"], string>>;

const version = "1.11.0";

/** A campaign of which nothing is recorded: it may have done all of it. */
const recorded: RecordedRun = {
  id: "r12",
  invocation: { recipe: "BumpMesos", verb: "", args: [version] },
  status: "aborted",
  changes: [],
  outcomes: [],
  effects: {},
};

/** Arguments to read a runbook with where none are given. */
export function exampleContext({ parameters }: Runbook, environment: Environment): RunbookContext<Environment> {
  const examples = isOpenStack(environment) ? examplesOfSite(environment) : examplesOfCampaign(environment);
  const args = parameters.map(({ type, name }) => examples[type] ?? `<${name}>`);
  return { environment, args, ...(parameters.some(({ type }) => type === "run") && { recorded }) };
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
  return { "mesos-version": version, run: recorded.id, pipeline: dagPipelines[0] ?? "pipeline" };
}
