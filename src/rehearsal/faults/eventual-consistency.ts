import type { Fault } from "../troubles.ts";

const hiddenSeconds = 20;

export default {
  name: "eventual-consistency",
  title: "new things cannot be seen for 20 seconds: left out of lists, Invalid….NotFound by id",
  begin({ time }) {
    return { isHidden: (bornAt) => bornAt > 0 && time.now() - bornAt < hiddenSeconds * 1000 };
  },
} satisfies Fault;
