import type { Fault } from "../troubles.ts";

/** The rehearsed GitHub asks for it by its name. */
export default {
  name: "merge-502",
  title: "GitHub answers the first merge, which it made, with 502 Bad Gateway",
} satisfies Fault;
