import type { Attack } from "../../case.ts";
import { protecting } from "../../place.ts";
import { poison } from "../../poison.ts";

export default {
  title: "whoever awaits calls a replaced then",
  route: "prompt",
  identity: "realm",
  environment: () => protecting({ names: ["mesos-master-test-a"] }),
  typed: () => [
    poison,
    `const then = function (...given) { for (const each of given) poison(each); return this };
      try { Promise.prototype.then = then } catch {}
      try { Promise.prototype.constructor = taking(() => 1); Promise[Symbol.species] = taking(() => 1) } catch {}
      try { Object.defineProperty(Object.prototype, "then", { get: taking(() => undefined), configurable: true }) } catch {}
      await runs();
      delete Object.prototype.then;`,
    'MesosMaster.destroy!("test")',
  ],
  held: { by: "guard-protected-resources" },
} satisfies Attack;
