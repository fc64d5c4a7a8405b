import { isOpenStack, type OpenStackEnvironment } from "../model/environment.ts";
import type { Facts, Guard, Judgement } from "../model/guard.ts";
import { shortHandle } from "../model/handle.ts";
import type { Change } from "../model/plan.ts";
import type { Condition, Target } from "../model/resource.ts";

/** What a run holds that touches a master. */
const scope = "masters";

/** Keyed by identity: the name, or the pinned id, of what is really touched. */
const guard: Guard = {
  name: "master-servers",
  title: "A master is touched only while the others are healthy and at rest",
  because: "two of three masters have to serve, or nothing is scheduled and the registry stops",
  async judge(change, facts) {
    const { environment } = facts;
    if (!isOpenStack(environment) || !interrupts(change)) return undefined;
    const masters = mastersAmong([...change.targets, ...(await facts.targets())], change, environment);
    const [master] = masters;
    if (master === undefined) return undefined;
    if (masters.length > 1 || change.stack !== scope) return misnamed(masters, change);
    const doubts = await doubtsOf(master, change, environment, facts);
    if (doubts.length === 0) return { outcome: "allow", because: "the other masters are healthy and at rest" };
    if (await isRebootOfIdle(master, change, facts)) return onTypedName(master, doubts);
    return { outcome: "refuse", because: doubts.join("; "), instead: insteadOf(master) };
  },
};

export default guard;

/** Rebuilt, deleted, rebooted; or its mesos-master restarted. A lock or a Puppet run interrupts nothing. */
function interrupts({ system, kind, action, after }: Change): boolean {
  if (system === "openstack" && kind === "server") {
    return action === "replace" || action === "delete" || (action === "act" && after?.do === "reboot");
  }
  return system === "hosts" && (kind === "container" || kind === "command");
}

/** By the pinned ids, and by the names; a server that is one by both is one master. */
function mastersAmong(
  targets: readonly Target[],
  { name }: Change,
  { masters }: OpenStackEnvironment,
): readonly string[] {
  const handles = new Set([name, ...targets.flatMap(({ id, names }) => [id, ...names])].map(shortHandle));
  const pinned = Object.entries(masters.ids).flatMap(([master, id]) => (handles.has(shortHandle(id)) ? [master] : []));
  const pattern = new RegExp(masters.namePattern);
  const named = [...handles].filter((handle) => masters.names.includes(handle) || pattern.test(handle));
  return [...new Set([...pinned, ...named])];
}

/** Which one goes down is not certain then, or a run on another one does not keep this one away. */
function misnamed(masters: readonly string[], { name, stack }: Change): Judgement {
  const because =
    masters.length > 1
      ? `${name} answers to what belongs to ${masters.join(" and ")}: never two masters at once`
      : `${name} is ${masters.join()}, and a run on ${stack} does not hold the masters`;
  return { outcome: "refuse", because, instead: "give the server its own name back in Nova, then plan again" };
}

async function doubtsOf(
  master: string,
  { stack }: Change,
  { masters }: OpenStackEnvironment,
  { holds }: Facts,
): Promise<readonly string[]> {
  const atLeast = masters.names.length - 1;
  const conditions = [
    conditionOf("mesos", "masters-healthy", stack, { except: master, atLeast }, `${atLeast} other masters are healthy`),
    conditionOf("openstack", "others-at-rest", stack, { host: master }, "no other master is under work"),
  ];
  const looks = conditions.map(async (condition) => ({ condition, state: await holds(condition) }));
  const wrong = (await Promise.all(looks)).filter(({ state }) => state.holds !== "yes");
  return wrong.map(({ condition, state }) => `it is not proved that ${condition.what}: ${state.detail}`);
}

function conditionOf(
  system: string,
  name: string,
  stack: string,
  parameters: Condition["parameters"],
  what: string,
): Condition {
  return { system, name, stack, parameters, what, withinSeconds: 0 };
}

/** One that serves nothing loses nothing by a reboot, and may be what heals the quorum. */
async function isRebootOfIdle(master: string, { action, kind, stack }: Change, { holds }: Facts): Promise<boolean> {
  if (action !== "act" || kind !== "server") return false;
  const what = `${master} serves nothing`;
  return (await holds(conditionOf("mesos", "serves-nothing", stack, { host: master }, what))).holds === "yes";
}

function onTypedName(master: string, doubts: readonly string[]): Judgement {
  const because = `${master} itself serves nothing, so a reboot takes nothing away; but ${doubts.join("; ")}`;
  return { outcome: "confirm", level: "destructive", because };
}

function insteadOf(master: string): string {
  return `CheckMasters() shows what is wrong; heal the others first, then plan ${master} again`;
}
