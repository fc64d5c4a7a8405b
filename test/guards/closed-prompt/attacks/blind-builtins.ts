import type { Attack } from "../../case.ts";
import { protecting } from "../../place.ts";
import { poison } from "../../poison.ts";

export default {
  title: "the language itself is replaced",
  route: "prompt",
  identity: "realm",
  environment: () => protecting({ names: ["mesos-master-test-a"] }),
  typed: () => [
    poison,
    `Array.prototype.some = Array.prototype.every = () => false;
      Array.prototype.find = Array.prototype.flatMap = () => undefined;
      Set.prototype.has = WeakSet.prototype.has = WeakMap.prototype.get = () => true;
      String.prototype.toLowerCase = () => "";
      RegExp.prototype.test = RegExp.prototype.exec = () => true;
      Map.groupBy = Object.hasOwn = () => undefined;`,
    'MesosMaster.destroy!("test")',
  ],
  held: { by: "guard-protected-resources" },
} satisfies Attack;
