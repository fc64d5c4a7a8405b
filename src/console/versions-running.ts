import type { AwsEnvironment, Stack } from "../model/environment.ts";
import { isSystemError } from "../model/error.ts";
import type { RunningHosts, StackVersions } from "../model/versions.ts";
import type { Agent, MasterHealth, Mesos } from "../systems/mesos/index.ts";
import { awsOf, type Systems } from "./systems.ts";

type Stood = Omit<StackVersions, "pinned">;

/** What the masters and agents of every stack run, as they tell it themselves. */
export async function runningIn({ stacks }: AwsEnvironment, systems: Systems): Promise<readonly Stood[]> {
  return await Promise.all(Object.entries(stacks).map(([name, stack]) => runningOf(name, stack, systems)));
}

async function runningOf(stack: string, { mesosVersion: loaded }: Stack, systems: Systems): Promise<Stood> {
  const { mesos } = systems;
  if (!mesos) return { stack, loaded, running: [], error: "this environment has no Mesos to ask" };
  try {
    const [masters, agents] = await Promise.all([mesos.masters(stack), agentsOf(stack, mesos)]);
    const running = hostsByVersion([...masters.map(masterRow), ...("why" in agents ? [] : agents.map(agentRow))]);
    if (!("why" in agents)) return { stack, loaded, running };
    const isUnmade = masters.every(({ isAnswering }) => !isAnswering) && (await hasNoHosts(stack, systems));
    return isUnmade ? { stack, loaded, running: [], isUnmade } : { stack, loaded, running, error: agents.why };
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return { stack, loaded, running: [], error: `${error.what}: ${error.why}` };
  }
}

/** Masters tell their version even where none leads. */
async function agentsOf(stack: string, mesos: Mesos): Promise<readonly Agent[] | { readonly why: string }> {
  try {
    return await mesos.agents(stack);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return { why: `${error.what}: ${error.why}` };
  }
}

/** A stack that was destroyed, or not made yet. Where that cannot be told either, it is not read. */
async function hasNoHosts(stack: string, systems: Systems): Promise<boolean> {
  return await awsOf(systems)
    .hosts(stack)
    .then(
      (hosts) => hosts.length === 0,
      () => false,
    );
}

interface Row {
  readonly type: string;
  readonly host: string;
  readonly version: string | undefined;
}

function masterRow({ address, version }: MasterHealth): Row {
  return { type: "mesos-master", host: address, version: version || undefined };
}

function agentRow({ attributes, hostname, version }: Agent): Row {
  return { type: attributes["slave-type"] ?? "agent", host: hostname, version };
}

function hostsByVersion(rows: readonly Row[]): readonly RunningHosts[] {
  const alike = Map.groupBy(rows, ({ type, version }) => `${type} ${version}`);
  return [...alike.values()].flatMap((of) => {
    const [first] = of;
    if (!first) return [];
    const { type, version } = first;
    return [{ type, ...(version !== undefined && { version }), hosts: of.map(({ host }) => host).toSorted() }];
  });
}
