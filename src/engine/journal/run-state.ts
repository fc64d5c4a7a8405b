import { OpsError } from "../../model/error.ts";
import type { EventKind, JournalEvent } from "../../model/journal.ts";
import type { Plan } from "../../model/plan.ts";
import type { ParentStep, Run } from "../../model/run.ts";
import { outcomesOf, owedOf } from "../procedure/ledger.ts";
import { completionsOf } from "./completions.ts";
import { isPlan, isVerificationOfRun } from "./plan-shape.ts";
import { type Is, isOneOf, isShape, isText } from "./shape.ts";
import { stepsOf } from "./step-state.ts";

/**
 * A run as its events tell it; nothing else is asked.
 * @param events all events of one run, in the order in which they were written
 * @param isHeld whether a live process holds the run's lease: without it a run that did not end is parked
 * @throws OpsError `run-unreadable`
 */
export function runOf(events: readonly JournalEvent[], isHeld: boolean): Run {
  const [began] = events;
  if (began?.kind !== "began") throw unreadable(began?.run ?? "", "its first event is missing");
  const read = <T>(name: string, is: Is<T>) => memberOf(began, name, is);
  const verification = latest(events, "verified")?.body.conditions;
  return {
    id: began.run,
    who: began.who,
    beganAt: began.at,
    title: read("title", isText),
    environment: read("environment", isText),
    stack: read("stack", isText),
    world: read("world", isText),
    worldId: read("worldId", isText),
    plan: planOf(events, began),
    steps: stepsOf(events),
    ...(isParent(began.body.parent) && { parent: began.body.parent }),
    ...procedureOf(events, began),
    completedAt: Object.fromEntries(completionsOf(events)),
    ...(isVerificationOfRun(verification) ? { verification } : {}),
    ...lifeOf(events, isHeld),
  };
}

/** What became of a runbook's steps, and what it still has to take back. */
function procedureOf(events: readonly JournalEvent[], began: JournalEvent): Pick<Run, "outcomes" | "owed"> {
  const { procedure } = planOf(events, began);
  if (!procedure) return { outcomes: [], owed: [] };
  return { outcomes: outcomesOf(events, procedure), owed: owedOf(events, procedure) };
}

type Life = Pick<Run, "status" | "endedAt" | "why" | "next">;

const isParent = isShape<ParentStep>({ run: isText, step: isText }, {});

const isEnd = isOneOf("done", "failed", "aborted");

function lifeOf(events: readonly JournalEvent[], isHeld: boolean): Life {
  const last = latest(events, "began", "resumed", "parked", "ended");
  if (last?.kind === "ended") {
    return { status: memberOf(last, "status", isEnd), endedAt: last.at, ...textsOf(last, "why", "next") };
  }
  if (last?.kind === "parked") return { status: "parked", ...textsOf(last, "why", "next") };
  return isHeld ? { status: "running" } : abandoned(last);
}

function abandoned(last: JournalEvent | undefined): Life {
  const pid = last?.body.pid;
  const why = typeof pid === "number" ? `its console ended (process ${pid})` : "its console ended";
  return { status: "parked", why, next: `resume!("${last?.run}")` };
}

function planOf(events: readonly JournalEvent[], began: JournalEvent): Plan {
  return memberOf(latest(events, "replanned") ?? began, "plan", isPlan);
}

function latest(events: readonly JournalEvent[], ...kinds: readonly EventKind[]): JournalEvent | undefined {
  return events.findLast((event) => event.step === "" && kinds.includes(event.kind));
}

function textsOf(event: JournalEvent, ...names: readonly ("why" | "next")[]): Pick<Life, "why" | "next"> {
  return Object.fromEntries(names.flatMap((name) => (isText(event.body[name]) ? [[name, event.body[name]]] : [])));
}

function memberOf<T>(event: JournalEvent, name: string, is: Is<T>): T {
  const value = event.body[name];
  if (is(value)) return value;
  throw unreadable(event.run, `the ${name} of its event ${event.seq} (${event.kind}) is not as this console writes it`);
}

function unreadable(run: string, why: string): OpsError {
  return new OpsError({
    code: "run-unreadable",
    reason: "journal",
    what: `run ${run} cannot be read`,
    why,
    next: "verifyJournal(); a run of another version of the console is gone on with by that version",
  });
}
