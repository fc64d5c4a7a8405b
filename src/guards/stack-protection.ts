import { isAws } from "../model/environment.ts";
import type { Guard } from "../model/guard.ts";

const guard: Guard = {
  name: "stack-protection",
  title: "A protected stack is not destroyed",
  because: "its environment file says that it is protected",
  async judge(change, { environment }) {
    if (!isAws(environment)) return undefined;
    const stack = environment.stacks[change.stack];
    if (change.action !== "delete" || stack?.isProtected === false) return undefined;
    return {
      outcome: "refuse",
      because: `the stack ${change.stack} of ${environment.name} is protected`,
      instead: `lift it first, by a reviewed change: isProtected: false for ${change.stack} in environments/${environment.name}.ts`,
    };
  },
};

export default guard;
