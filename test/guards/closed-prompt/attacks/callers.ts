import type { Attack } from "../../case.ts";
import { protecting } from "../../place.ts";
import { poison } from "../../poison.ts";

export default {
  title: "a function sees who called it",
  route: "prompt",
  identity: "realm",
  environment: () => protecting({ names: ["mesos-master-test-a"] }),
  typed: () => [
    poison,
    `function seeing() { try { poison(seeing.caller); poison(arguments.callee.caller) } catch {} return "x" }
      setTimeout(seeing, 0);
      console.log({ toString: seeing, toJSON: seeing });
      await new Promise((done) => setTimeout(done, 1));`,
    'MesosMaster.destroy!("test")',
  ],
  held: { by: "guard-protected-resources" },
} satisfies Attack;
