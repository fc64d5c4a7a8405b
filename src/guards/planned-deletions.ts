import type { Guard } from "../model/guard.ts";

const guard: Guard = {
  name: "planned-deletions",
  title: "Never more is deleted than was planned",
  because: "the answer was to a plan with these very things in it",
  async judge(change, { targets }) {
    if (change.action !== "delete" && change.action !== "replace") return undefined;
    const planned = new Set(change.targets.map(({ id }) => id));
    const beyond = (await targets()).filter(({ id }) => !planned.has(id));
    if (beyond.length === 0) return undefined;
    return {
      outcome: "refuse",
      because: `${beyond.map(({ id }) => id).join(", ")} would go too, and the plan does not have it`,
      instead: "plan again and look at what it takes away now",
    };
  },
};

export default guard;
