import type { Connection, Limits } from "./connection.ts";
import type { Destination } from "./destination.ts";
import { type Gate, gate } from "./gate.ts";

/** A connection that is kept, as it is lent. */
export interface Lent {
  readonly connection: Connection;
  /** It was used before. */
  readonly isReused: boolean;
  /** How long nobody used it. */
  readonly idleMs: number;
  /** Nobody gets it any more. */
  discard(): void;
}

interface Line {
  readonly opening: Promise<Connection>;
  readonly sessions: Gate;
  connection?: Connection;
  users: number;
  uses: number;
  usedAt: number;
  timer?: NodeJS.Timeout;
}

/** Keeps one connection to each host, and closes those that nobody uses. */
export class Pool {
  readonly #lines = new Map<string, Line>();
  readonly #dial: (to: Destination) => Promise<Connection>;
  readonly #limits: Limits;

  constructor(dial: (to: Destination) => Promise<Connection>, limits: Limits) {
    this.#dial = dial;
    this.#limits = limits;
  }

  /** Lends the connection to a host for a command; others may use it at the same time. */
  async use<T>(to: Destination, work: (lent: Lent) => Promise<T>): Promise<T> {
    return await this.#hold(to, (lent, sessions) => sessions(() => work(lent())));
  }

  /** Lends it for a stream, of which a connection carries as many as there are. */
  async carry<T>(to: Destination, work: (connection: Connection) => Promise<T>): Promise<T> {
    return await this.#hold(to, (lent) => work(lent().connection));
  }

  async #hold<T>(to: Destination, work: (lend: () => Lent, sessions: Gate) => Promise<T>): Promise<T> {
    const key = keyOf(to);
    const line = this.#lineTo(key, to);
    line.users += 1;
    clearTimeout(line.timer);
    try {
      const connection = await line.opening;
      return await work(() => this.#lend(key, line, connection), line.sessions);
    } finally {
      line.users -= 1;
      line.usedAt = performance.now();
      if (line.users === 0) this.#letIdle(key, line);
    }
  }

  /** The next use makes a new connection. */
  discard(to: Destination): void {
    const line = this.#lines.get(keyOf(to));
    if (line) this.#discard(keyOf(to), line);
  }

  /** Whatever is under way on them ends as lost. */
  close(): void {
    for (const [key, line] of this.#lines) {
      this.#discard(key, line);
      line.opening.then((connection) => connection.close()).catch(() => {});
    }
  }

  #lineTo(key: string, to: Destination): Line {
    const kept = this.#lines.get(key);
    if (kept && kept.connection?.isOpen() !== false) return kept;
    if (kept) this.#discard(key, kept);
    const opening = this.#dial(to);
    const line: Line = {
      opening,
      sessions: gate(this.#limits.sessionsAtOnce, this.#limits.sessionKeptMs),
      users: 0,
      uses: 0,
      usedAt: performance.now(),
    };
    this.#lines.set(key, line);
    opening.then(
      (connection) => {
        line.connection = connection;
        // Closed while it was being opened.
        if (this.#lines.get(key) !== line && line.users === 0) connection.close();
      },
      () => this.#discard(key, line),
    );
    return line;
  }

  #lend(key: string, line: Line, connection: Connection): Lent {
    const isReused = line.uses > 0;
    const idleMs = isReused ? performance.now() - line.usedAt : 0;
    line.uses += 1;
    line.usedAt = performance.now();
    return { connection, isReused, idleMs, discard: () => this.#discard(key, line) };
  }

  #letIdle(key: string, line: Line): void {
    if (this.#lines.get(key) !== line) line.connection?.close();
    else line.timer = setTimeout(() => this.#discard(key, line), this.#limits.idleCloseMs).unref();
  }

  /** Whoever still uses it may end; then it is closed. */
  #discard(key: string, line: Line): void {
    if (this.#lines.get(key) === line) this.#lines.delete(key);
    clearTimeout(line.timer);
    if (line.users === 0) line.connection?.close();
  }
}

function keyOf({ user, name }: Destination): string {
  return `${user}@${name}`;
}
