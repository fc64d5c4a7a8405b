import type { Fault } from "../troubles.ts";

/** The rehearsed git server asks for it by its name. */
export default {
  name: "push-rejected",
  title: "the remote of aurora-jobs rejects the first push (its pre-receive hook)",
} satisfies Fault;
