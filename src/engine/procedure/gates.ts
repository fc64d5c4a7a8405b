import { OpsError } from "../../model/error.ts";
import type { ProcedureStep, Seen } from "../../model/procedure.ts";
import type { Course } from "../course.ts";
import { interrupted, stopIfParked } from "../stop.ts";
import { allHold, nameOf, see, summaryOf } from "./see.ts";

/** A gate that does not hold yet: a review, a check that still runs. */
export interface ShutGate {
  readonly step: ProcedureStep;
  /** What is missing. */
  readonly why: string;
  readonly next: string | undefined;
  /** It will not open by waiting: a red check, a closed pull request. */
  readonly isFinal: boolean;
}

/** One look at a gate. `undefined`: it holds. */
export async function shutGate(step: ProcedureStep, course: Course): Promise<ShutGate | undefined> {
  stopIfParked(course.engine.interrupts);
  const seen = await see(step.conditions ?? [], (id) => course.log.evidence(id), course.engine);
  if (allHold(seen)) return undefined;
  tell(step, seen, course);
  const isFinal = seen.some(({ state }) => state.isFinal === true && state.holds !== "yes");
  return { step, why: summaryOf(seen), next: seen.flatMap(({ state }) => state.next ?? [])[0], isFinal };
}

function tell({ id }: ProcedureStep, seen: readonly Seen[], { engine }: Course): void {
  for (const { condition, state } of seen.filter((each) => each.state.holds !== "yes")) {
    const { withinSeconds } = condition;
    engine.person.show({ type: "waiting", change: id, what: nameOf(condition), state, withinSeconds });
  }
}

/** A review takes hours, and fifteen pull requests looked at four times a minute would use up what GitHub allows an hour. */
const pauseMs = 60_000;

/**
 * How long shut gates are watched: as long as the most patient of them says since the last one opened. What will not open
 * by waiting is asked about last: everything else comes first.
 */
export class GateWatch {
  readonly #course: Course;
  #shut = "";
  #since = 0;
  #isAsking = false;

  constructor(course: Course) {
    this.#course = course;
  }

  /** It was shut a moment ago: whether it is to be taken at all is judged again when it opens. */
  isWatched({ id }: ProcedureStep): boolean {
    return this.#shut.split(" ").includes(id);
  }

  /** Nothing else is left to do or to wait for: a gate that will not open is a step that fails. */
  get isAsking(): boolean {
    return this.#isAsking;
  }

  /** Until the next look. @throws OpsError `gates-shut` when they were watched long enough */
  async pause(shut: readonly ShutGate[]): Promise<void> {
    const { world, interrupts } = this.#course.engine;
    const now = world.clock.now();
    const names = shut.map(({ step }) => step.id).join(" ");
    if (names !== this.#shut) [this.#shut, this.#since] = [names, now];
    const isOver = now - this.#since >= patienceOf(shut) * 1000;
    this.#isAsking = shut.some(({ isFinal }) => isFinal) && (isOver || shut.every(({ isFinal }) => isFinal));
    if (this.#isAsking) return;
    if (isOver) throw parkedAt(shut, this.#course);
    await world.clock.sleep(pauseMs, interrupts.park).catch((error) => {
      throw interrupts.park.aborted ? interrupted() : error;
    });
  }
}

function patienceOf(shut: readonly ShutGate[]): number {
  return Math.max(...shut.flatMap(({ step }) => (step.conditions ?? []).map((each) => each.withinSeconds)));
}

function parkedAt(shut: readonly ShutGate[], { log }: Course): OpsError {
  const [first] = shut;
  const nexts = [...new Set(shut.flatMap(({ next }) => next ?? []))];
  return new OpsError({
    code: "gates-shut",
    reason: "parked",
    what: shut.length === 1 && first ? `Waits at a gate: ${first.step.title}` : `Waits at ${shut.length} gates`,
    why: shut.map(({ step, why }) => (shut.length === 1 ? why : `${step.title}: ${why}`)).join("\n"),
    next: [...nexts, `resume!("${log.run}") goes on, from any console of this journal`].join("; then "),
  });
}
