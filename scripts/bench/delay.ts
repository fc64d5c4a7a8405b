import { createServer, type Server, Socket } from "node:net";
import type { Address } from "../../src/model/world.ts";
import { listen } from "../../src/rehearsal/doors.ts";

/** One way: what comes in goes out so much later, in order, as much at once as there is: delayed, not held up. */
class Line {
  readonly #oneWayMs: number;
  readonly #openAt: number;
  readonly #underWay: { readonly at: number; deliver(): void }[] = [];

  /** @param openAt nothing leaves before (as `performance.now()` counts) */
  constructor(oneWayMs: number, openAt: number) {
    this.#oneWayMs = oneWayMs;
    this.#openAt = openAt;
  }

  carry(deliver: () => void): void {
    const at = Math.max(performance.now(), this.#openAt) + this.#oneWayMs;
    this.#underWay.push({ at, deliver });
    if (this.#underWay.length === 1) this.#waitFor(at);
  }

  /** Timers do not keep the order, nor fractions of milliseconds. */
  #waitFor(at: number): void {
    setTimeout(() => this.#arrive(), Math.max(1, Math.ceil(at - performance.now())));
  }

  #arrive(): void {
    while (this.#underWay[0] && this.#underWay[0].at <= performance.now()) this.#underWay.shift()?.deliver();
    const [next] = this.#underWay;
    if (next) this.#waitFor(next.at);
  }
}

/** A loopback port before another one. */
export interface Distant {
  readonly server: Server;
  readonly port: number;
}

/**
 * Opens one whose round trips take twice `oneWayMs`, that of TCP's own handshake included: what is sent at once leaves
 * when the handshake would have ended, and the other side hears of the connection with it.
 */
export async function openDistant(to: Address, oneWayMs: number): Promise<Distant> {
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (near) => {
    const far = new Socket({ allowHalfOpen: true });
    const there = new Line(oneWayMs, performance.now() + 2 * oneWayMs);
    there.carry(() => far.connect({ ...to }).setNoDelay(true));
    carryAll(near, far, there);
    carryAll(far, near, new Line(oneWayMs, 0));
  });
  return { server, port: await listen(server) };
}

function carryAll(from: Socket, into: Socket, line: Line): void {
  from.on("data", (bytes: Buffer) => line.carry(() => into.write(bytes)));
  from.once("end", () => line.carry(() => into.end()));
  from.once("close", () => line.carry(() => into.destroy()));
  from.on("error", () => {});
}
