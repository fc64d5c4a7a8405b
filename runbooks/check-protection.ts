import { runbook } from "../src/runbook.ts";
import { lockLimits } from "./parts/lock.ts";
import { locksHold } from "./parts/protection.ts";
import { protectedHosts } from "./parts/site.ts";

export const CheckProtection = runbook({
  title: "Check that the protected servers are locked in Nova",
  why: `Shows where the protection outside of this console is missing. ${lockLimits}.`,
  parameters: [],
  scope: () => "protection",
  steps: ({ environment }) => protectedHosts(environment).map(locksHold),
});
