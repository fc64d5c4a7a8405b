import type { Attack } from "../../case.ts";
import { protecting } from "../../place.ts";
import { poison } from "../../poison.ts";

export default {
  title: "what is shown takes what shows it",
  route: "prompt",
  identity: "realm",
  environment: () => protecting({ names: ["mesos-master-test-a"] }),
  typed: () => [
    poison,
    `[hostile(), trapped(), { [Symbol.for("nodejs.util.inspect.custom")]: taking(() => ""), toJSON: taking(() => 1), get a() { return hostile() } }]`,
    'MesosMaster.destroy!("test")',
  ],
  held: { by: "guard-protected-resources" },
} satisfies Attack;
