import { isOpenStack, type OpenStackEnvironment } from "../model/environment.ts";
import type { Facts, Guard } from "../model/guard.ts";
import type { Change } from "../model/plan.ts";

const guard: Guard = {
  name: "new-masters",
  title: "There are as many masters as the environment names, one in each zone",
  because: "a fourth master changes what a quorum is; two in one zone go down together",
  async judge(change, facts) {
    const { environment } = facts;
    if (!isOpenStack(environment) || !isNewMaster(change, environment)) return undefined;
    const { names } = environment.masters;
    if (!names.includes(change.name)) {
      return { outcome: "refuse", because: `the environment names ${names.join(", ")}`, instead: wayOf(environment) };
    }
    const few = await ask("masters-fewer-than", { count: names.length }, `there are fewer than ${names.length}`);
    if (few.holds !== "yes") {
      return {
        outcome: "refuse",
        because: `not more than ${names.length} masters: ${few.detail}`,
        instead: wayOf(environment),
      };
    }
    return zoneOf(change, facts);

    function ask(name: string, parameters: { count: number }, what: string) {
      return facts.holds({ system: "openstack", name, stack: change.stack, parameters, what, withinSeconds: 0 });
    }
  },
};

export default guard;

function isNewMaster({ system, kind, action, role, name }: Change, { masters }: OpenStackEnvironment): boolean {
  const isMaster = role === "mesos-master" || new RegExp(masters.namePattern).test(name);
  return system === "openstack" && kind === "server" && action === "create" && isMaster;
}

/** Two masters in one zone are a warning, not a refusal: better than two masters in all. */
async function zoneOf({ stack, after }: Change, { holds }: Facts) {
  const zone = typeof after?.zone === "string" ? after.zone : undefined;
  if (zone === undefined) return undefined;
  const what = `${zone} has no master yet`;
  const state = await holds({
    system: "openstack",
    name: "zone-without-master",
    stack,
    parameters: { zone },
    what,
    withinSeconds: 0,
  });
  if (state.holds === "yes") return { outcome: "allow", because: what } as const;
  return { outcome: "confirm", level: "disruptive", because: `${zone}: ${state.detail}` } as const;
}

function wayOf({ name }: OpenStackEnvironment): string {
  return `DeleteVm the one that it replaces first, or change masters.names in environments/${name}.ts by a review`;
}
