import { isAws } from "../model/environment.ts";
import type { Guard } from "../model/guard.ts";
import type { Change } from "../model/plan.ts";
import type { Condition, Target } from "../model/resource.ts";

const kinds: ReadonlySet<string> = new Set(["scaled-agents", "fleet-member"]);

/** Counted now and by role, whatever the recipe or the journaled plan took for a batch. */
const guard: Guard = {
  name: "share-at-once",
  title: "At most a share of a type's agents is replaced at once",
  because: "the others have to carry the tasks meanwhile",
  async judge(change, { environment, holds }) {
    const going = hostsGoing(change);
    if (going.length === 0 || !isAws(environment)) return undefined;
    const condition = othersStay(change, going, environment.policies.replaceAtMostShare);
    const { holds: answer, detail } = await holds(condition);
    if (answer === "yes") return { outcome: "allow", because: detail };
    return {
      outcome: "refuse",
      because: `${condition.what}: ${detail}`,
      instead: insteadOf(change),
    };
  },
};

export default guard;

/** The hosts that are replaced; those in a subnet that a group leaves are, too, in another one. */
function hostsGoing({ action, kind, targets }: Change): readonly Target[] {
  if (action === "replace" && kinds.has(kind)) return targets;
  return action === "update" && isOfGroup(kind) ? targets.filter((target) => target.kind === "instance") : [];
}

function isOfGroup(kind: string): boolean {
  return kind === "auto-scaling-group";
}

function insteadOf({ kind }: Change): string {
  if (isOfGroup(kind)) return "drain and end the agents of that subnet by hand, a few at a time; then plan again";
  return "plan again: the batches are made for the agents that are there now; or name fewer hosts";
}

function othersStay({ system, stack, role }: Change, going: readonly Target[], share: number): Condition {
  return {
    system,
    name: "agents-stay",
    stack,
    parameters: { role, without: going.map(({ id }) => id), atMostShare: share },
    what: `at most ${Math.round(share * 100)} % of the ${role} agents go at once`,
    withinSeconds: 0,
  };
}
