import type { Attack } from "../../case.ts";
import { protecting } from "../../place.ts";
import { poison } from "../../poison.ts";

export default {
  title: "a plan leads to what judges it",
  route: "prompt",
  identity: "realm",
  environment: () => protecting({ names: ["mesos-master-test-a"] }),
  typed: () => [
    poison,
    `const plan = await MesosMaster.destroy("test");
      for (const each of [plan, plan.changes, plan.changes[0].targets, plan.verdicts, plan.documents]) poison(each);`,
    'MesosMaster.destroy!("test")',
  ],
  held: { by: "guard-protected-resources" },
} satisfies Attack;
