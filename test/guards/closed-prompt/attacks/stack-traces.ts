import type { Attack } from "../../case.ts";
import { protecting } from "../../place.ts";
import { poison } from "../../poison.ts";

export default {
  title: "stacks are drawn up by what is typed",
  route: "prompt",
  identity: "realm",
  environment: () => protecting({ names: ["mesos-master-test-a"] }),
  typed: () => [
    poison,
    `try { Error.prepareStackTrace = taking(() => "") } catch {}
      try { globalThis.Error = { prepareStackTrace: taking(() => "") } } catch {}
      const error = new Error("x");
      Object.defineProperty(error, "name", { get: taking(() => "x") });
      Object.defineProperty(error, "message", { get: taking(() => "x") });
      error.stack;
      await show("r999").catch((other) => { poison(other); other.stack });`,
    'MesosMaster.destroy!("test")',
  ],
  held: { by: "guard-protected-resources" },
} satisfies Attack;
