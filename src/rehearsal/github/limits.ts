import type { Time } from "../time.ts";
import type { Troubles } from "../troubles.ts";

const perHour = 5000;
const hourMs = 3_600_000;
const usedUpMs = 4 * 60_000;

/** The primary rate limit of one token, and the fault that has it used up after the first change. */
export class Limits {
  readonly #time: Time;
  readonly #troubles: Troubles;
  #used = 0;
  #resetsAt = 0;
  #usedUpUntil: number | undefined;

  constructor({ time, troubles }: { readonly time: Time; readonly troubles: Troubles }) {
    this.#time = time;
    this.#troubles = troubles;
  }

  /** One more request. @returns whether it is turned away */
  take(): boolean {
    const now = this.#time.now();
    if (now >= this.#resetsAt) {
      this.#resetsAt = now + hourMs;
      this.#used = 0;
    }
    if (this.#isUsedUp()) return true;
    this.#used += 1;
    return this.#used > perHour;
  }

  /** A change was made: from now on the fault has its way, once. */
  changed(): void {
    if (this.#troubles.has("rate-limit")) this.#usedUpUntil ??= this.#time.now() + usedUpMs;
  }

  headers(): Readonly<Record<string, string>> {
    const isUsedUp = this.#isUsedUp();
    const resetsAt = isUsedUp ? (this.#usedUpUntil ?? 0) : this.#resetsAt;
    return {
      "x-ratelimit-limit": String(perHour),
      "x-ratelimit-remaining": String(isUsedUp ? 0 : Math.max(0, perHour - this.#used)),
      "x-ratelimit-used": String(isUsedUp ? perHour : this.#used),
      "x-ratelimit-reset": String(Math.ceil(resetsAt / 1000)),
      "x-ratelimit-resource": "core",
    };
  }

  #isUsedUp(): boolean {
    return this.#usedUpUntil !== undefined && this.#time.now() < this.#usedUpUntil;
  }
}
