import type { Attack } from "../../case.ts";
import { protecting } from "../../place.ts";
import { poison } from "../../poison.ts";

export default {
  title: "what is handed over takes what reads it",
  route: "prompt",
  identity: "realm",
  environment: () => protecting({ names: ["mesos-master-test-a"] }),
  typed: () => [
    poison,
    `for (const attempt of [MesosMaster.destroy, show, json, help, console.log, atob, (each) => aws("ec2", "DescribeVolumes", each)])
        for (const thing of [hostile(), trapped(), [trapped()], { a: hostile() }, [hostile()], { toJSON: hostile() }, { get a() { return hostile() } }])
          try { await attempt(thing) } catch (error) { poison(error) }
      setTimeout(hostile(), { valueOf: hostile(), [Symbol.toPrimitive]: hostile() });
      await new Promise((done) => setTimeout(done, 1));`,
    'MesosMaster.destroy!("test")',
  ],
  held: { by: "guard-protected-resources" },
} satisfies Attack;
