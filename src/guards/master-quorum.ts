import { isAws, type Masters } from "../model/environment.ts";
import type { Guard, Judgement } from "../model/guard.ts";
import type { Change, Plan } from "../model/plan.ts";
import type { Condition } from "../model/resource.ts";

const guard: Guard = {
  name: "master-quorum",
  title: "A master goes only while the others keep the quorum",
  because: "without a quorum of healthy masters the registry and ZooKeeper stop, and every agent with them",
  async judge(change, { environment, plan, holds }) {
    const masters = isAws(environment) ? environment.stacks[change.stack]?.masters : undefined;
    if (!masters || !takesMasterAway(change) || isStackDestroyed(change, plan)) return undefined;
    if (masters.zones.length === 1) return onlyMaster(change);
    const condition = othersHealthy(change, masters);
    const { holds: answer, detail } = await holds(condition);
    if (answer === "yes") return { outcome: "allow", because: detail };
    return {
      outcome: "refuse",
      because: `${condition.what}: ${detail}`,
      instead: `heal the other masters first: MesosMaster.status("${change.stack}") shows what is wrong, MesosMaster.create!("${change.stack}") at their present version makes what is missing`,
    };
  },
};

export default guard;

function takesMasterAway({ kind, role, action }: Change): boolean {
  return kind === "instance" && role === "mesos-master" && (action === "replace" || action === "delete");
}

/** Destroying the stack lets go of every master that is left; whether it may be is the stack protection's to say. */
function isStackDestroyed({ action }: Change, { invocation }: Plan): boolean {
  return action === "delete" && invocation.verb === "destroy";
}

function onlyMaster({ name }: Change): Judgement {
  return {
    outcome: "confirm",
    level: "destructive",
    because: `${name} is the only master: the cluster has none meanwhile`,
  };
}

function othersHealthy(change: Change, { zones }: Masters): Condition {
  const atLeast = Math.floor(zones.length / 2) + 1;
  const zone = zones.find((each) => each.zone === (change.before?.zone ?? change.after?.zone));
  return {
    system: "mesos",
    name: "masters-healthy",
    stack: change.stack,
    parameters: { ...(zone && { except: zone.address }), atLeast },
    what: `${atLeast} of the other masters are healthy`,
    withinSeconds: 0,
  };
}
