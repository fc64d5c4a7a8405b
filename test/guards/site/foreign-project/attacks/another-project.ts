import type { Attack } from "../../case.ts";

export default {
  title: "the credentials are of another project than the environment",
  route: "runbook",
  environment: (base) => ({
    ...base,
    openstack: { ...base.openstack, project: { name: "ALICE Other", id: "f".repeat(32) } },
  }),
  typed: () => `RebuildAgent!("alibuild13")`,
  by: "wrong-project",
} satisfies Attack;
