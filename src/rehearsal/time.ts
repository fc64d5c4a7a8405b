interface Appointment {
  readonly at: number;
  readonly keep: () => void;
}

/** The world's time: it stands still until somebody sleeps. What is due meanwhile happens at its own moment, in order. */
export class Time {
  #now: number;
  #appointments: Appointment[] = [];

  /** @param startsAt milliseconds since the epoch; rounded down to the second, as AWS tells times. */
  constructor(startsAt: number) {
    this.#now = Math.floor(startsAt / 1000) * 1000;
  }

  /** Milliseconds since the epoch. */
  now(): number {
    return this.#now;
  }

  /** ISO 8601, as the protocols write it. */
  stamp(milliseconds: number = this.#now): string {
    return new Date(milliseconds).toISOString();
  }

  /** Has something happen once, so many seconds of world time from now. */
  after(seconds: number, keep: () => void): void {
    const at = this.#now + Math.round(seconds * 1000);
    const next = this.#appointments.findIndex((other) => other.at > at);
    this.#appointments.splice(next === -1 ? this.#appointments.length : next, 0, { at, keep });
  }

  /** Moves on, through everything that is due until then. */
  sleep(milliseconds: number): void {
    const until = this.#now + milliseconds;
    for (let due = this.#nextUntil(until); due; due = this.#nextUntil(until)) {
      this.#now = due.at;
      due.keep();
    }
    this.#now = until;
  }

  #nextUntil(until: number): Appointment | undefined {
    const first = this.#appointments[0];
    return first !== undefined && first.at <= until ? this.#appointments.shift() : undefined;
  }
}
