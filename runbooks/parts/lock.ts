import { act, type Step } from "../../src/runbook.ts";
import { isGone, isLocked, relocked, unlocked } from "./server.ts";
import { type Host, protectionOf } from "./site.ts";

/** What a lock in Nova holds back, and what it does not (observed on a real OpenStack). */
export const lockLimits = `A lock refuses reboot, rebuild, stop, delete, attach, detach and metadata. It does not stop a
rename, a change of tags, or an administrator; and a volume that was detached before is deleted in Cinder, where no lock
is looked at`;

/** Why a server is locked, as Nova shows it. */
export function lockReason(because: string): string {
  return `mesos-console: ${because}`;
}

/** Around `steps`: a protected server that is locked is unlocked for them, and locked again whatever happens. */
export function withoutLock(host: Host, steps: readonly Step[]): readonly Step[] {
  const because = protectionOf(host);
  if (because === undefined) return steps;
  return [unlock(host, steps), ...steps, relock(host, lockReason(because))];
}

function unlock(host: Host, steps: readonly Step[]): Step {
  const opened = steps.find(({ kind }) => kind === "act");
  return act({
    id: "unlock",
    title: `unlock ${host.name} in Nova`,
    host: host.name,
    because: "nothing can be done to a locked server; it is protected and is locked again afterwards",
    onlyIf: { condition: isLocked(host), holds: "yes", because: "it is locked" },
    ...(opened && { asksFirst: opened.id }),
    resources: [unlocked(host)],
    undo: { by: "relock", isOwed: true, stillSo: `${host.name} is not locked in Nova` },
  });
}

function relock(host: Host, reason: string): Step {
  return act({
    id: "relock",
    title: `lock ${host.name} in Nova again`,
    onlyIf: { condition: isGone(host), holds: "no", because: "it is still there" },
    resources: [relocked(host, reason)],
  });
}
