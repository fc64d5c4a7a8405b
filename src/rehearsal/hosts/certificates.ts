import type { Host } from "./host.ts";

/** Puppet's authority where no wrapper stages certificates: which root disk has the one of a name. */
export class Certificates {
  readonly #held = new Map<string, Host["disk"]>();

  /** Whether the host has its certificate, or gets one now: not while an earlier root disk's is there. */
  sign({ fullName, disk }: Host): boolean {
    const holder = this.#held.get(fullName) ?? disk;
    this.#held.set(fullName, holder);
    return holder === disk;
  }

  /** @returns whether there was one. */
  clean(fullName: string): boolean {
    return this.#held.delete(fullName);
  }
}
