import { Random } from "../random.ts";

/** One container of a host, as its docker knows it. */
export interface Container {
  /** 64 hex digits. */
  readonly id: string;
  readonly name: string;
  readonly image: string;
  /** World milliseconds. */
  readonly createdAt: number;
  /** When its process is there; `undefined`: it has ended. */
  startedAt: number | undefined;
  endedAt: number | undefined;
  /** It ends as soon as it has begun, again and again. */
  readonly isRestless: boolean;
  restarts: number;
}

/** Seconds from the start of docker, or of a container, until its process serves. */
const startSeconds = { boot: 10, restart: 3 };

/** Docker on one host. All its containers are started with the machine. */
export class Containers {
  readonly #byName = new Map<string, Container>();
  readonly #images = new Set<string>();

  all(): readonly Container[] {
    return [...this.#byName.values()];
  }

  get(name: string): Container | undefined {
    return this.#byName.get(name) ?? this.all().find(({ id }) => name.length >= 12 && id.startsWith(name));
  }

  images(): ReadonlySet<string> {
    return this.#images;
  }

  pull(image: string): void {
    this.#images.add(image);
  }

  /** Has one running: makes it, or starts the one that has ended. */
  run(spec: Pick<Container, "name" | "image" | "isRestless">, now: number): void {
    const known = this.#byName.get(spec.name);
    if (known) {
      if (known.startedAt === undefined) this.restart(known, now);
      return;
    }
    const id = new Random(now, `container/${spec.name}`).hex(64);
    const startedAt = now + startSeconds.restart * 1000;
    this.#byName.set(spec.name, { ...spec, id, createdAt: now, startedAt, endedAt: undefined, restarts: 0 });
    this.#images.add(spec.image);
  }

  restart(container: Container, now: number): void {
    container.startedAt = now + startSeconds.restart * 1000;
    container.endedAt = undefined;
  }

  stop(container: Container, now: number): void {
    if (container.startedAt !== undefined) container.endedAt = now;
    container.startedAt = undefined;
  }

  /** With the machine. */
  startAll(now: number): void {
    for (const container of this.all()) {
      container.startedAt = now + startSeconds.boot * 1000;
      container.endedAt = undefined;
    }
  }

  stopAll(now: number): void {
    for (const container of this.all()) this.stop(container, now);
  }
}

/** `running`, `restarting`, `created` or `exited`, as docker calls it. */
export function stateOf({ startedAt, endedAt, isRestless }: Container, now: number): string {
  if (isRestless && startedAt !== undefined) return "restarting";
  if (startedAt !== undefined) return startedAt <= now ? "running" : "created";
  return endedAt === undefined ? "created" : "exited";
}
