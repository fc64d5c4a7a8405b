import type { Interrupts } from "../engine/engine.ts";

/** Ctrl-C of an application: once parks it, twice leaves the effect under way in doubt. */
export class Interruption {
  readonly never: Interrupts = { park: new AbortController().signal, leave: new AbortController().signal };
  #current: { readonly park: AbortController; readonly leave: AbortController } | undefined;

  async during<T>(work: (interrupts: Interrupts) => Promise<T>): Promise<T> {
    const current = { park: new AbortController(), leave: new AbortController() };
    this.#current = current;
    try {
      return await work({ park: current.park.signal, leave: current.leave.signal });
    } finally {
      this.#current = undefined;
    }
  }

  interrupt(): boolean {
    if (!this.#current) return false;
    const { park, leave } = this.#current;
    (park.signal.aborted ? leave : park).abort();
    return true;
  }
}
