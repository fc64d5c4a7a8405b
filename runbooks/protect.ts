import { act, runbook, type Step } from "../src/runbook.ts";
import { lockLimits, lockReason } from "./parts/lock.ts";
import { locksHold } from "./parts/protection.ts";
import { locked } from "./parts/server.ts";
import { type Host, protectedHosts, protectionOf } from "./parts/site.ts";

export const Protect = runbook({
  title: "Lock the protected servers in Nova",
  why: `Makes the guard hold outside of this console too. ${lockLimits}.`,
  parameters: [],
  guards: ["foreign-project"],
  scope: () => "protection",
  steps: ({ environment }) => [...protectedHosts(environment).map(lock), ...protectedHosts(environment).map(locksHold)],
});

function lock(host: Host): Step {
  const because = protectionOf(host) ?? "protected by the environment";
  return act({
    id: `lock-${host.name}`,
    title: `lock ${host.name} in Nova`,
    because,
    host: host.name,
    resources: [locked(host, lockReason(because))],
  });
}
