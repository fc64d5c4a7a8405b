import type { Address } from "../../model/world.ts";
import { cloudError, isSystemError } from "./error.ts";

/** Opens a tunnel through the gateway: the loopback address from which connections reach `target`. */
export type Forward = (target: Address) => Promise<Address>;

/** How long a way is believed to be the one that works. Real time: networks do not change as a rehearsal waits. */
const rememberedMs = 60_000;

/**
 * The way through the gateway for a machine that does not reach an endpoint itself. Taken only where nothing was sent
 * directly, so that a change is never sent twice.
 */
export class Detour {
  readonly #forward: Forward;
  readonly #aroundAt = new Map<string, number>();

  constructor(forward: Forward) {
    this.#forward = forward;
  }

  async reach<T>(to: Address, direct: () => Promise<T>, over: (tunnel: Address) => Promise<T>): Promise<T> {
    if (this.#isAround(to)) return await over(await this.#tunnel(to, "not tried again"));
    try {
      return await direct();
    } catch (error) {
      if (!isSystemError(error) || error.code !== "cloud-unreachable") throw error;
      const given = await over(await this.#tunnel(to, error.why));
      this.#aroundAt.set(nameOf(to), performance.now());
      return given;
    }
  }

  #isAround(to: Address): boolean {
    return performance.now() - (this.#aroundAt.get(nameOf(to)) ?? Number.NEGATIVE_INFINITY) < rememberedMs;
  }

  /** Without a tunnel nothing was sent. */
  async #tunnel(to: Address, direct: string): Promise<Address> {
    try {
      return await this.#forward(to);
    } catch (cause) {
      this.#aroundAt.delete(nameOf(to));
      const around = cause instanceof Error ? cause.message : String(cause);
      const why = `directly: ${direct}; through the gateway: ${around}`;
      throw cloudError("cloud-unreachable", `${nameOf(to)} is not reached`, why, cause);
    }
  }
}

function nameOf({ host, port }: Address): string {
  return `${host}:${port}`;
}
