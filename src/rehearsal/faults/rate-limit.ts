import type { Fault } from "../troubles.ts";

/** The rehearsed GitHub asks for it by its name. */
export default {
  name: "rate-limit",
  title: "GitHub's rate limit is used up for four minutes after the first change there",
} satisfies Fault;
