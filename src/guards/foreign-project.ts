import { isOpenStack } from "../model/environment.ts";
import type { Guard } from "../model/guard.ts";

const guard: Guard = {
  name: "foreign-project",
  title: "Nothing outside the environment's project is changed",
  because: "another project may have a server of the same name",
  async judge(change, { environment, targets }) {
    if (!isOpenStack(environment) || change.system !== "openstack") return undefined;
    const { name, id } = environment.openstack.project;
    const foreign = (await targets()).filter(({ tags }) => tags.project !== id);
    if (foreign.length === 0) return undefined;
    return {
      outcome: "refuse",
      because: `${foreign.map(({ kind, id: own }) => `${kind} ${own}`).join(", ")} is not in the project ${name} (${id})`,
      instead: "change it from an environment of its own project",
    };
  },
};

export default guard;
