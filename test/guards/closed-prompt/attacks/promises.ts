import type { Attack } from "../../case.ts";
import { protecting } from "../../place.ts";
import { poison } from "../../poison.ts";

export default {
  title: "a Promise leads to those that the console awaits",
  route: "prompt",
  identity: "realm",
  environment: () => protecting({ names: ["mesos-master-test-a"] }),
  typed: () => [
    poison,
    `const looking = runs();
      poison(looking);
      try { looking.then = taking(() => 1); looking.constructor = taking(() => 1) } catch {}
      poison(await looking);`,
    'MesosMaster.destroy!("test")',
  ],
  held: { by: "guard-protected-resources" },
} satisfies Attack;
