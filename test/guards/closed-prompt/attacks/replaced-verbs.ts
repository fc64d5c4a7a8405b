import type { Attack } from "../../case.ts";
import { protecting } from "../../place.ts";
import { poison } from "../../poison.ts";

export default {
  title: "the verbs themselves are replaced",
  route: "prompt",
  identity: "realm",
  environment: () => protecting({ names: ["mesos-master-test-a"] }),
  typed: () => [
    poison,
    `for (const change of [
        () => { "use strict"; MesosMaster.destroy = () => 1 },
        () => { "use strict"; MesosMaster.destroy.now = () => 1 },
        () => Object.defineProperty(MesosMaster, "destroy", { value: () => 1 }),
        () => Object.setPrototypeOf(MesosMaster, { destroy: () => 1 }),
      ]) try { change() } catch {}`,
    'MesosMaster.destroy!("test")',
  ],
  held: { by: "guard-protected-resources" },
} satisfies Attack;
