import { ask, complaintOf, type Look, no, unknown, yes } from "./look.ts";
import { numberOf } from "./names.ts";

/**
 * The host's clock against ours. It was read some time between asking and being answered, so the difference is known
 * within bounds: only what holds at either bound is a yes or a no. Parameters: `{host, atMostSeconds}`.
 */
export const clockInStep: Look = async ({ host, full }, parameters, looks) => {
  const atMost = numberOf(parameters, "atMostSeconds");
  const askedAt = looks.world.clock.now() / 1000;
  const result = await ask(full, ["date", "+%s.%N"], looks);
  const answeredAt = looks.world.clock.now() / 1000;
  if (!/^\d+\.\d+$/.test(result.stdout.trim())) {
    return unknown(`date tells no time: ${complaintOf(result)}`, `run date on ${host} by hand`);
  }
  const there = Number(result.stdout.trim());
  return compared(host, { ahead: there - askedAt, behind: there - answeredAt }, atMost);
};

/** The difference in seconds if it was read as soon as it was asked for, and if it was read as late as possible. */
interface Bounds {
  readonly ahead: number;
  readonly behind: number;
}

function compared(host: string, { ahead, behind }: Bounds, atMost: number) {
  const most = Math.max(Math.abs(ahead), Math.abs(behind));
  const isBetween = ahead >= 0 && behind <= 0;
  const least = isBetween ? 0 : Math.min(Math.abs(ahead), Math.abs(behind));
  if (most <= atMost) return yes(`within ${most.toFixed(1)} s of this machine's clock`);
  const way = behind > 0 ? "ahead of" : "behind";
  const detail = `${least.toFixed(1)} s ${way} this machine's clock; at most ${atMost} s allowed`;
  if (least > atMost) return no(detail, `look at chronyd or ntpd on ${host}, and at this machine's clock`);
  return unknown(`it took ${(ahead - behind).toFixed(1)} s to ask ${host}: too long to compare`, "look again");
}
