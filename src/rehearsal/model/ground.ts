import type { Random } from "../random.ts";
import type { Place } from "../seed.ts";
import type { Time } from "../time.ts";
import type { Troubles } from "../troubles.ts";
import { AwsError } from "../wire/error.ts";

/** What everything in the world stands on. */
export interface Ground {
  readonly time: Time;
  readonly random: Random;
  readonly place: Place;
  readonly troubles: Troubles;
}

/** Anything with an id of its own. */
export interface Thing {
  readonly id: string;
  /** World milliseconds. */
  readonly bornAt: number;
  readonly tags: Map<string, string>;
}

export type Tags = ReadonlyMap<string, string>;

/** The things of one kind by id; what is too young to be seen (eventual consistency) is not found through `visible` and `seek`. */
export class Shelf<T extends Thing> {
  readonly #things = new Map<string, T>();
  readonly #ground: Ground;
  readonly #missing: (id: string) => AwsError;

  constructor(ground: Ground, missingCode: string, what: string) {
    this.#ground = ground;
    this.#missing = (id) => new AwsError(missingCode, `The ${what} '${id}' does not exist`);
  }

  put(thing: T): T {
    this.#things.set(thing.id, thing);
    return thing;
  }

  remove(id: string): void {
    this.#things.delete(id);
  }

  get(id: string): T | undefined {
    return this.#things.get(id);
  }

  all(): readonly T[] {
    return [...this.#things.values()];
  }

  /** What a describe shows now. */
  visible(): readonly T[] {
    return this.all().filter((thing) => this.#isVisible(thing));
  }

  /** @throws AwsError `Invalid….NotFound`, also for what cannot be seen yet. */
  seek(id: string): T {
    const thing = this.#things.get(id);
    if (thing !== undefined && this.#isVisible(thing)) return thing;
    throw this.#missing(id);
  }

  /** Those with the ids, or all that can be seen when no id is given. */
  select(ids: readonly string[]): readonly T[] {
    return ids.length > 0 ? ids.map((id) => this.seek(id)) : this.visible();
  }

  #isVisible(thing: T): boolean {
    return !this.#ground.troubles.isHidden(thing.bornAt);
  }
}

/** `i-0` and 16 hex digits: an id as EC2 gives them. */
export function newId(ground: Ground, prefix: string): string {
  return `${prefix}-0${ground.random.hex(16)}`;
}
