import type { Invocation } from "./plan.ts";

/** What one types: `MesosMaster.create("test")` to look, `MesosMaster.create!("test")` to act. */
export function callText({ recipe, verb, args }: Invocation, bang: "" | "!" = ""): string {
  return `${recipe}${verb && `.${verb}`}${bang}(${args.map((arg) => JSON.stringify(arg)).join(", ")})`;
}
