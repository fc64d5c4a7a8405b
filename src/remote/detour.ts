import { setTimeout as pause } from "node:timers/promises";
import { isSystemError, OpsError } from "../model/error.ts";
import { isRefusal, reasonOf } from "../model/network-error.ts";
import type { Address } from "../model/world.ts";

/** Opens a tunnel through the gateway: the loopback address from which connections reach `target`. */
export type Forward = (target: Address) => Promise<Address>;

/** How long a way is believed to be the one that works. Real time: networks do not change as a rehearsal waits. */
const rememberedMs = 60_000;
/** A refusal comes sooner than an answer: the others that were asked at the same time get this long to give theirs. */
const othersAnswerWithinMs = 250;
/** A tunnel needs a login at the gateway first. */
const openWithinMs = 20_000;

export interface DetourOptions {
  readonly forward: Forward;
  /** The code of the system's error for a way on which nothing was sent. */
  readonly code: string;
  /** That error. */
  unreachable(what: string, why: string, cause: unknown): OpsError;
  /** Whether a host that refuses is down, rather than out of reach, while another answers directly on the same port. */
  readonly isToldByOthers?: boolean;
}

/** One exchange, by either way. */
export interface Journey<T> {
  readonly to: Address;
  direct(): Promise<T>;
  around(tunnel: Address): Promise<T>;
  /** Whoever asks has let go of it. */
  readonly signal: AbortSignal;
}

/**
 * The way through the gateway, for those whose machine does not reach a system's hosts itself. Tried only where nothing
 * was sent directly, so that a changing call is never sent twice.
 */
export class Detour {
  readonly #options: DetourOptions;
  /** By port: a firewall may let one through and not another. */
  readonly #directAt = new Map<number, number>();
  readonly #aroundAt = new Map<string, number>();

  constructor(options: DetourOptions) {
    this.#options = options;
  }

  /** By way of the gateway at once, when that worked lately; else directly first. */
  async reach<T>(journey: Journey<T>): Promise<T> {
    const { to, direct } = journey;
    if (isRecent(this.#aroundAt.get(nameOf(to)))) return await this.#around(journey);
    try {
      const given = await direct();
      this.#directAt.set(to.port, performance.now());
      return given;
    } catch (error) {
      if (!this.#isUnreachable(error) || (await this.#isDown(journey, error))) throw error;
      return await this.#afterAll(journey, error);
    }
  }

  #isUnreachable(error: unknown): error is OpsError {
    return error instanceof OpsError && error.code === this.#options.code;
  }

  /** Others on the same port answer directly. */
  async #isDown<T>({ to: { port }, signal }: Journey<T>, error: OpsError): Promise<boolean> {
    if (!this.#options.isToldByOthers) return false;
    const isAnswering = () => isRecent(this.#directAt.get(port));
    if (isRefusal(error) && !isAnswering())
      await pause(othersAnswerWithinMs, undefined, { signal }).catch(() => undefined);
    return signal.aborted || isAnswering();
  }

  async #afterAll<T>(journey: Journey<T>, direct: OpsError): Promise<T> {
    try {
      return await this.#around(journey);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      const { code, reason, what, next } = error;
      const why = `directly: ${direct.why}; through the gateway: ${error.why}`;
      throw new OpsError({ code, reason, what, why, next, cause: direct });
    }
  }

  async #around<T>({ to, around }: Journey<T>): Promise<T> {
    const name = nameOf(to);
    try {
      const given = await around(await this.#tunnel(to));
      this.#aroundAt.set(name, performance.now());
      return given;
    } catch (error) {
      if (isSystemError(error)) this.#aroundAt.delete(name);
      throw error;
    }
  }

  /** Without a tunnel nothing was sent. */
  async #tunnel(to: Address): Promise<Address> {
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => late.reject(new Error("no tunnel in time")), openWithinMs);
    try {
      return await Promise.race([this.#options.forward(to), late.promise]);
    } catch (cause) {
      throw this.#options.unreachable(`${nameOf(to)} is not reached`, reasonOf(cause), cause);
    } finally {
      clearTimeout(timer);
    }
  }
}

function isRecent(at = Number.NEGATIVE_INFINITY): boolean {
  return performance.now() - at < rememberedMs;
}

function nameOf({ host, port }: Address): string {
  return `${host}:${port}`;
}
