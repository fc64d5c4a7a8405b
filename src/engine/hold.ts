import { OpsError } from "../model/error.ts";
import type { Change, Plan } from "../model/plan.ts";
import type { Question } from "../model/run.ts";
import type { Hold, HoldMark } from "../model/system.ts";
import { ask } from "./confirm.ts";
import type { Course } from "./course.ts";
import { effectsOf } from "./effects.ts";
import { systemOf } from "./engine.ts";
import { parked } from "./park.ts";
import { stopIfParked } from "./stop.ts";

/** A stack marked as held in the world, by every system of the plan that can keep such a mark. */
export async function markHold(course: Course): Promise<void> {
  const hold = holdOf(course);
  for (const { system, mark } of marksOf(course)) {
    stopIfParked(course.engine.interrupts);
    const other = await mark.read(course.plan.stack);
    if (other && !isOwn(other, hold)) await askToTakeOver(other, course);
    await perform("mark", system, course, (permit) => mark.write(course.plan.stack, hold, permit));
    const seen = await mark.read(course.plan.stack);
    if (seen && !isOwn(seen, hold) && !isSame(seen, other)) throw takenMeanwhile(seen, course.plan);
  }
}

/** Takes the mark away. One that cannot be removed now is another console's to take over by an explicit yes. */
export async function unmarkHold(course: Course): Promise<void> {
  const hold = holdOf(course);
  for (const { system, mark } of marksOf(course)) {
    if (course.engine.interrupts.leave.aborted || !wasMarked(system, course)) continue;
    await perform("unmark", system, course, (permit) => mark.remove(course.plan.stack, hold, permit)).catch(stays);
  }
}

function stays(error: unknown): void {
  if (error instanceof OpsError && error.reason === "journal") throw error;
}

interface Marking {
  readonly system: string;
  readonly mark: HoldMark;
}

/** A runbook is about its scope as a whole: what restarts a container and what rebuilds the server meet at one mark. */
function marksOf({ plan, engine }: Course): readonly Marking[] {
  const names = plan.procedure ? [...engine.systems.keys()] : [...new Set(plan.changes.map(({ system }) => system))];
  return names.flatMap((system) => {
    const mark = systemOf(engine, system).holdMark;
    return mark ? [{ system, mark }] : [];
  });
}

/** The same for the whole life of one hold: a resume is another. */
function holdOf({ log }: Course): Hold {
  const begins = log.events.findLast(({ kind }) => kind === "began" || kind === "resumed");
  return { journal: log.journal, run: log.run, who: begins?.who ?? "", since: begins?.at ?? "" };
}

/** Any run of this journal: its own lease keeps those apart. */
function isOwn(other: Hold, own: Hold): boolean {
  return other.journal === own.journal;
}

/** What was taken over may still be read for a moment. */
function isSame(one: Hold, other: Hold | undefined): boolean {
  return one.journal === other?.journal && one.run === other.run && one.since === other.since;
}

/** Of a run that is over: what a console that died left in the world. An account out of reach does not stand in the way. */
export async function clearHold(course: Course): Promise<void> {
  const own = holdOf(course);
  for (const { system, mark } of marksOf(course)) {
    const seen = await mark.read(course.plan.stack).catch(() => undefined);
    if (!seen || !isOwn(seen, own) || seen.run !== own.run) continue;
    await perform("unmark", system, course, (permit) => mark.remove(course.plan.stack, seen, permit)).catch(stays);
  }
}

type Send = Parameters<ReturnType<typeof effectsOf>["perform"]>[0]["send"];

/** Each hold marks and unmarks anew: the fence is part of the effect's name. */
async function perform(
  verb: string,
  system: string,
  course: Course,
  send: (...args: Parameters<Send>) => Promise<void>,
) {
  const never = { park: new AbortController().signal, leave: course.engine.interrupts.leave };
  const engine = { ...course.engine, interrupts: never };
  const effects = effectsOf({ ...course, engine, change: markChange(system, course.plan), judge: async () => {} });
  const name = effectName(verb, course);
  await effects.perform({ name, repeat: "idempotent", send: (permit) => send(permit).then(() => null) });
}

function effectName(verb: string, { log }: Course): string {
  return `${verb}-${log.fence}`;
}

function wasMarked(system: string, course: Course): boolean {
  const step = `${markChange(system, course.plan).id}/${effectName("mark", course)}`;
  return course.log.attempt(step)?.last.kind === "done";
}

/** Not of the plan: it changes nothing that a recipe describes. */
function markChange(system: string, { stack }: Plan): Change {
  return {
    id: `hold stack/${stack}`,
    action: "act",
    system,
    kind: "stack",
    name: stack,
    stack,
    role: "hold",
    risk: "safe",
    because: "consoles on other machines see that a run is under way",
    needs: [],
    targets: [],
    asksByItself: false,
    waits: [],
  };
}

async function askToTakeOver(other: Hold, { plan, log, engine }: Course): Promise<void> {
  const question: Question = {
    step: `take over the hold of ${other.journal} ${other.run}`,
    level: "destructive",
    text: `${other.who} holds ${plan.environment}/${plan.stack} since ${other.since} (run ${other.run} of another journal). Take it over?`,
    loses: ["if that run still goes on, two consoles change the same stack at once: ask them first"],
    expects: `${other.who} ${other.run}`,
    plan,
    verdicts: [],
  };
  await ask(question, log, engine);
}

function takenMeanwhile({ who, run, since }: Hold, { environment, stack }: Plan): OpsError {
  return parked({
    code: "lease-held",
    what: `${environment}/${stack} was taken by another console at the same moment`,
    why: `${who} holds it since ${since} (run ${run} of another journal)`,
    next: "wait for that run to end",
  });
}
