import type { Host } from "./host.ts";

/** As `uptime` prints it. */
export function uptimeText(host: Host, now: number): string {
  const minutes = Math.floor((now - (host.bootedAt() ?? now)) / 60_000);
  const days = Math.floor(minutes / 1440);
  const clock = new Date(now).toISOString().slice(11, 19);
  const rest = `${Math.floor((minutes % 1440) / 60)}:${String(minutes % 60).padStart(2, "0")}`;
  return ` ${clock} up ${days > 0 ? `${days} days, ` : ""}${rest},  1 user,  load average: 0.42, 0.37, 0.31`;
}
