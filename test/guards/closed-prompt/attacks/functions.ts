import type { Attack } from "../../case.ts";
import { protecting } from "../../place.ts";
import { poison } from "../../poison.ts";

export default {
  title: "what one can call leads to what is behind it",
  route: "prompt",
  identity: "realm",
  environment: () => protecting({ names: ["mesos-master-test-a"] }),
  typed: () => [
    poison,
    `const words = [MesosMaster, MesosMaster.destroy, MesosMaster.destroy.now, runs, resume.now, aws, help, json];
      for (const each of [...words, console, console.log, setTimeout, clearTimeout, atob, importFile]) poison(each);`,
    'MesosMaster.destroy!("test")',
  ],
  held: { by: "guard-protected-resources" },
} satisfies Attack;
