import type { Attack } from "../../case.ts";
import { protecting } from "../../place.ts";
import { poison } from "../../poison.ts";

export default {
  title: "what a recipe exports leads to the console",
  route: "dynamic import",
  identity: "realm",
  environment: () => protecting({ names: ["mesos-master-test-a"] }),
  typed: () => [
    poison,
    `const module = await import("./recipes/mesos-master.ts");
      poison(module);
      poison(module.MesosMaster);
      poison(module.MesosMaster.compose);
      try { poison(module.MesosMaster.compose({ environment: hostile() })) } catch (error) { poison(error) }`,
    'MesosMaster.destroy!("test")',
  ],
  held: { by: "guard-protected-resources" },
} satisfies Attack;
