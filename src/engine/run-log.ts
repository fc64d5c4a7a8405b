import type { EventKind, JournalEvent, Lease, Store } from "../model/journal.ts";
import type { Fields, Json } from "../model/json.ts";
import type { Person } from "../model/run.ts";
import { type Completion, completionsOf, withCompletions } from "./journal/completions.ts";

/** One attempt at an effect, as the journal has it. */
export interface Attempt {
  readonly number: number;
  readonly step: string;
  readonly last: JournalEvent;
  /** The first `intended`: from then on the other side may know its token. */
  readonly intended: JournalEvent | undefined;
}

/** The events of one run: read once, then written through, so that resume and a living run see the same. */
export class RunLog {
  readonly run: string;
  readonly #store: Store;
  readonly #lease: Lease;
  readonly #person: Person;
  readonly #events: JournalEvent[];
  /** Not yet written. */
  #completed: Completion[] = [];

  constructor(store: Store, lease: Lease, person: Person) {
    this.run = lease.run;
    this.#store = store;
    this.#lease = lease;
    this.#person = person;
    this.#events = [...store.events(lease.run)];
  }

  /** Which journal this is: the same for all of its runs, another for every other journal. */
  get journal(): string {
    const [first] = this.#store.runs();
    return (first === undefined ? "" : (this.#store.events(first)[0]?.hash ?? "")).slice(0, 16);
  }

  get fence(): number {
    return this.#lease.fence;
  }

  get events(): readonly JournalEvent[] {
    return this.#events;
  }

  /** Notes that a change is done, its waits included. `now`: milliseconds of the world's clock. */
  complete(change: string, now: number): void {
    this.#completed.push({ change, at: new Date(now).toISOString() });
  }

  /** Ids of the changes that were noted as done. */
  get completed(): ReadonlySet<string> {
    return new Set([...completionsOf(this.#events).keys(), ...this.#completed.map(({ change }) => change)]);
  }

  /** Commits in one transaction with the check of the lease's fence; then shows. */
  append(...events: readonly { kind: EventKind; step?: string; body: Fields }[]): void {
    const rows = events.map(({ kind, step = "", body }, index) => {
      return { run: this.run, step, kind, body: index === 0 ? withCompletions(body, this.#completed) : body };
    });
    for (const event of this.#store.append(rows, this.#lease)) {
      this.#events.push(event);
      this.#person.show({ type: "journal", event });
    }
    this.#completed = [];
  }

  /** The newest event of a step of that kind. */
  last(step: string, kind: EventKind): JournalEvent | undefined {
    return this.#events.findLast((event) => event.step === step && event.kind === kind);
  }

  /** Whether a change of that id has any step or was done. */
  knows(change: string): boolean {
    return this.completed.has(change) || this.#lastOfSteps(change).length > 0;
  }

  /** Whether any effect of the change may have happened: what provably did not has not begun it. */
  hasBegun(change: string): boolean {
    return this.#lastOfSteps(change).some((last) => !isNotDone(last));
  }

  /** The steps of a change of which it is not known whether they happened. */
  openSteps(change: string): readonly string[] {
    const open = this.#lastOfSteps(change).filter(({ kind }) => kind === "intended" || kind === "doubted");
    return open.map(({ step }) => step);
  }

  /** How often a step was sent, or was about to be. */
  sendings(step: string): number {
    return this.#events.filter((event) => event.step === step && event.kind === "intended").length;
  }

  #lastOfSteps(change: string): readonly JournalEvent[] {
    const own = this.#events.filter(({ step }) => step.startsWith(`${change}/`));
    return [...new Map(own.map((event) => [event.step, event])).values()];
  }

  /** The newest attempt at `<change id>/<effect>`. */
  attempt(effect: string): Attempt | undefined {
    const events = this.#events.filter(({ step }) => effectOf(step) === effect);
    const newest = Math.max(...events.map(({ step }) => Number(step.slice(effect.length + 1))));
    const last = events.findLast(({ step }) => step === `${effect}/${newest}`);
    if (!last) return undefined;
    const intended = events.find(({ kind, step }) => kind === "intended" && step === last.step);
    return { number: Number(last.step.slice(effect.length + 1)), step: last.step, last, intended };
  }

  /** What a step of the runbook saw or was answered. */
  evidence(step: string): Json | undefined {
    const done = this.#events.findLast((event) => event.kind === "done" && effectOf(event.step) === step);
    const answer = this.last(`ask ${step}`, "answered")?.body.text;
    return done?.body.value ?? answer;
  }

  release(): void {
    this.#store.release(this.#lease);
  }
}

function isNotDone({ kind, body }: JournalEvent): boolean {
  return kind === "failed" || (kind === "settled" && body.happened === "no");
}

/** `<change id>/<effect>` of `<change id>/<effect>/<attempt>`. */
function effectOf(step: string): string {
  return step.slice(0, step.lastIndexOf("/"));
}
