import type { Guard } from "../model/guard.ts";
import type { Change } from "../model/plan.ts";
import type { Condition } from "../model/resource.ts";

const kinds: ReadonlySet<string> = new Set(["scaled-agents", "fleet-member"]);

/** Counted now and by role, whatever the recipe or the journaled plan took for a batch. */
const guard: Guard = {
  name: "share-at-once",
  title: "At most a share of a type's agents is replaced at once",
  because: "the others have to carry the tasks meanwhile",
  async judge(change, { environment, holds }) {
    if (change.action !== "replace" || !kinds.has(change.kind)) return undefined;
    const condition = othersStay(change, environment.policies.replaceAtMostShare);
    const { holds: answer, detail } = await holds(condition);
    if (answer === "yes") return { outcome: "allow", because: detail };
    return {
      outcome: "refuse",
      because: `${condition.what}: ${detail}`,
      instead: "plan again: the batches are made for the agents that are there now; or name fewer hosts",
    };
  },
};

export default guard;

function othersStay({ system, stack, role, targets }: Change, share: number): Condition {
  return {
    system,
    name: "agents-stay",
    stack,
    parameters: { role, without: targets.map(({ id }) => id), atMostShare: share },
    what: `at most ${Math.round(share * 100)} % of the ${role} agents go at once`,
    withinSeconds: 0,
  };
}
