import type { Attack } from "../../case.ts";
import { poison } from "../../poison.ts";

export default {
  title: "code is made from strings",
  route: "prompt",
  identity: "kind",
  typed: () => [
    poison,
    `const ways = [
        () => eval("1"),
        () => new Function("return 1")(),
        () => (async () => {}).constructor("return 1")(),
        () => MesosMaster.destroy.constructor("return 1")(),
        () => console.log.constructor.constructor("return 1")(),
        () => importFile.constructor("return 1")(),
      ];
      ways.map((way) => { try { return way() } catch (error) { return error.name } })`,
  ],
  held: { value: Array(6).fill("EvalError") },
} satisfies Attack;
