import type { Fault } from "../troubles.ts";

export default {
  name: "reset-after-send",
  title: "every third change is carried out, and the connection breaks before its answer",
  begin() {
    let count = 0;
    return {
      interfere(call) {
        if (!call.isMutating) return undefined;
        count += 1;
        return count % 3 === 0 ? "reset-after" : undefined;
      },
    };
  },
} satisfies Fault;
