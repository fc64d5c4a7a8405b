import type { Guard } from "../model/guard.ts";

const guard: Guard = {
  name: "prerequisites",
  title: "What this console does not make must be there",
  because: "hosts without their instance profile boot without any right",
  async judge(change, { environment }) {
    if (change.kind !== "instance-profile" || change.action !== "create") return undefined;
    const role = `mesos-${change.role.replace(/^mesos-/, "")}`;
    return {
      outcome: "refuse",
      because: `the instance profile ${change.name} does not exist; its role comes from the iam-policies repository`,
      instead: `nu iam create roles ${change.stack} ${role} --env ${environment.name}, then plan again`,
    };
  },
};

export default guard;
