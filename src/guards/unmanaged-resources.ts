import { isAws } from "../model/environment.ts";
import type { Guard } from "../model/guard.ts";

const guard: Guard = {
  name: "unmanaged-resources",
  title: "Only what a recipe made is changed",
  because: "hosts made by scale-ec2 or by hand belong to someone else",
  async judge(change, { environment, targets }) {
    if (change.action === "create" || !isAws(environment)) return undefined;
    const foreign = (await targets()).filter(({ isManaged }) => !isManaged);
    if (foreign.length === 0) return undefined;
    return {
      outcome: "refuse",
      because: `${foreign.map(({ kind, id }) => `${kind} ${id}`).join(", ")} was not made by a recipe of this console`,
      instead: "change it with the tool that made it, or tag it ManagedBy=mesos-console once its owner agrees",
    };
  },
};

export default guard;
