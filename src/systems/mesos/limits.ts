import type { Address } from "../../model/world.ts";
import type { Detour } from "../../remote/detour.ts";

/** What one exchange with a master or a ZooKeeper server may take. Real time, also in a rehearsal: an answer is not a wait. */
export interface Limits {
  readonly connectWithinMs: number;
  /** From the first byte sent to the last byte read. */
  readonly answerWithinMs: number;
  /** Of the unpacked body. `/state` can reach hundreds of MB (sheet, section 4). */
  readonly bodyBytes: number;
}

export const defaultLimits: Limits = {
  connectWithinMs: 3_000,
  answerWithinMs: 10_000,
  bodyBytes: 16 * 1024 * 1024,
};

/** How the masters are reached: the world's connections, the limits, and the signal that ends everything. */
export interface Reach {
  connect(host: string, port: number): Promise<Address>;
  readonly limits: Limits;
  readonly signal: AbortSignal;
  /** The way round, where there is a gateway. */
  readonly detour?: Detour;
}
