import type { Host } from "./host.ts";
import type { Hosts } from "./hosts.ts";

/** How long sshd of a machine that was started meanwhile does not come up, with the fault `ssh-refuses`. */
const refusesForMs = 20 * 60 * 1000;

/** Whether a host that is up refuses SSH. */
export function isSshRefused({ site, openedAt }: Hosts, host: Host): boolean {
  const bootedAt = host.bootedAt() ?? 0;
  const isNew = bootedAt > openedAt;
  return site.ground.troubles.has("ssh-refuses") && isNew && site.ground.time.now() - bootedAt < refusesForMs;
}
