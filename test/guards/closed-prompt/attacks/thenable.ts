import type { Attack } from "../../case.ts";
import { protecting } from "../../place.ts";
import { poison } from "../../poison.ts";

export default {
  title: "what is awaited is told how to go on",
  route: "prompt",
  identity: "realm",
  environment: () => protecting({ names: ["mesos-master-test-a"] }),
  typed: () => [
    poison,
    `({ then(resolve, reject) { poison(resolve); poison(reject); poison(arguments); resolve(1) } })`,
    'MesosMaster.destroy!("test")',
  ],
  held: { by: "guard-protected-resources" },
} satisfies Attack;
