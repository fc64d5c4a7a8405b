import type { Fault } from "../troubles.ts";

export default {
  name: "slow-boot",
  title: "machines take eight minutes longer to boot",
  begin() {
    return { extraBootSeconds: () => 480 };
  },
} satisfies Fault;
