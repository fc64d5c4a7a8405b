import { connect, createServer, type Server } from "node:net";
import type { Address } from "../../src/model/world.ts";
import { listen } from "../../src/rehearsal/doors.ts";

/** A loopback port before another one. */
export interface Distant {
  readonly server: Server;
  readonly port: number;
}

/**
 * Opens one at a distance: what comes back comes a round trip after what was sent last, as much at once as there is.
 * The time that the other side takes for an answer is within it: in a rehearsal one process plays all hosts, and they
 * would wait for one another as real ones do not.
 */
export async function openDistant(to: Address, roundTripMs: number): Promise<Distant> {
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (near) => {
    const far = connect({ ...to, noDelay: true, allowHalfOpen: true });
    const back = new WayBack(roundTripMs);
    near.on("data", (bytes: Buffer) => {
      back.sent();
      far.write(bytes);
    });
    near.on("end", () => far.end()).on("close", () => far.destroy());
    far.on("data", (bytes: Buffer) => back.carry(() => near.write(bytes)));
    far.on("end", () => back.carry(() => near.end())).on("close", () => back.carry(() => near.destroy()));
    for (const socket of [near, far]) socket.on("error", () => {});
  });
  return { server, port: await listen(server) };
}

/** What comes back over one connection, in order. */
class WayBack {
  readonly #roundTripMs: number;
  /** When TCP's own handshake has ended: nothing leaves this side before. As `performance.now()` counts. */
  readonly #connectedAt: number;
  readonly #underWay: { readonly at: number; deliver(): void }[] = [];
  #sentAt: number;

  constructor(roundTripMs: number) {
    this.#roundTripMs = roundTripMs;
    this.#connectedAt = performance.now() + roundTripMs;
    // With its last packet the other side may begin to speak.
    this.#sentAt = this.#connectedAt;
  }

  sent(): void {
    this.#sentAt = Math.max(performance.now(), this.#connectedAt);
  }

  carry(deliver: () => void): void {
    this.#underWay.push({ at: this.#sentAt + this.#roundTripMs, deliver });
    if (this.#underWay.length === 1) this.#waitForFirst();
  }

  /** Timers know whole milliseconds only. */
  #waitForFirst(): void {
    const [first] = this.#underWay;
    if (first) setTimeout(() => this.#arrive(), Math.max(0, Math.ceil(first.at - performance.now())));
  }

  #arrive(): void {
    while (this.#underWay[0] && this.#underWay[0].at <= performance.now()) this.#underWay.shift()?.deliver();
    this.#waitForFirst();
  }
}
