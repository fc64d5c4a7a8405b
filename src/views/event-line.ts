import type { JournalEvent } from "../model/journal.ts";
import type { Fields } from "../model/json.ts";
import { maskedText } from "../model/mask.ts";
import { printable } from "../model/printable.ts";
import type { Procedure } from "../model/procedure.ts";
import type { RunBegan, RunEvent } from "../model/run.ts";
import { doneBefore } from "./done-before.ts";
import { type NotTaken, namesOf, numbersOf } from "./not-taken.ts";
import { countsOf } from "./plan-text.ts";
import { outcomeWords } from "./run-outcomes.ts";
import { duration, whoWords } from "./words.ts";

type StepEvent = Extract<RunEvent, { type: "step" }>;

/** What of an event's body a reader needs; tokens and values are in the journal. */
const toldFields = ["status", "happened", "text", "how", "what", "why", "evidence", "next"];

/**
 * One plain line for an event, for where there is no terminal to draw on; empty where the line before has told it. Why a
 * run stopped and what to type next is told by what comes of it.
 * @param procedure of the run: its steps are told by their number and title
 */
export function eventLine(event: RunEvent, procedure?: Procedure): string {
  return printable(maskedText(lineOf(event, procedure)));
}

/** The same of steps that were not taken for one reason, in one line. */
export function notTakenLine({ ids, state, detail }: NotTaken, procedure?: Procedure): string {
  const [only = ""] = ids;
  if (ids.length === 1) return eventLine({ type: "step", step: only, state, detail }, procedure);
  const count = procedure ? `steps ${numbersOf(ids, procedure)} of ${procedure.steps.length}` : namesOf(ids, procedure);
  const why = detail && `: ${detail.replaceAll("\n", "; ")}`;
  return printable(maskedText(`${count}, ${ids.join(", ")}: ${outcomeWords[state]}${why}`));
}

/** The body of a journal event in words. */
export function bodyWords(body: Fields): string {
  const told = toldFields.map((name) => body[name]).filter((value) => typeof value === "string" && value !== "");
  return printable(maskedText(told.join(", ")));
}

function lineOf(event: RunEvent, procedure: Procedure | undefined): string {
  switch (event.type) {
    case "journal":
      return isToldByStep(event.event, procedure) ? "" : journalLine(event.event);
    case "began":
      return beganLine(event);
    case "change":
      return `${event.change}: ${event.state === "already" ? "is already so" : event.state}`;
    case "log":
      return `${event.change} | ${event.line}`;
    case "waiting":
      return waitingLine(event);
    case "step":
      return stepLine(event, procedure);
    case "throttled":
      return `${event.system} throttles ${event.what}: waiting ${duration(event.waitSeconds)}`;
    case "ended":
      return "";
  }
}

function beganLine(event: RunBegan): string {
  const { run, plan, identities } = event;
  const [count] = doneBefore(event).split(" ");
  const before = count ? `, ${count} of them done before` : "";
  const who = identities.length > 0 ? `, ${whoWords(identities)}` : "";
  return `${run} began: ${plan.title}, ${plan.world}, ${countsOf(plan) || "nothing to change"}${before}${who}`;
}

function journalLine({ run, step, kind, body }: JournalEvent): string {
  const words = kind === "parked" ? "" : bodyWords(kind === "ended" ? { status: body.status ?? "" } : body);
  return `${run} ${step ? `${step} ` : ""}${kind}${words ? `: ${words}` : ""}`;
}

/** The row of a step's outcome says less than what was told of it. */
function isToldByStep({ step, kind, body }: JournalEvent, procedure: Procedure | undefined): boolean {
  const id = /^([^/]+)\/\d+$/.exec(step)?.[1];
  return kind === "done" && body.state !== undefined && procedure?.steps.some((each) => each.id === id) === true;
}

/** That a step failed, and what was answered, is told by its row in the journal. */
function stepLine({ step: id, state, detail }: StepEvent, procedure: Procedure | undefined): string {
  const index = procedure?.steps.findIndex((step) => step.id === id) ?? -1;
  const step = procedure?.steps[index];
  if (!step) return `${id}: ${state}${detail ? `: ${detail}` : ""}`;
  const name = `step ${index + 1} of ${procedure?.steps.length}, ${id}`;
  if (state === "begun") return `${name}: ${step.title}`;
  const isTold = state === "failed" || (state === "passed" && (step.kind === "ask" || step.kind === "attest"));
  return isTold
    ? ""
    : `${name}: ${state === "omitted" ? "not taken" : state}${detail ? `: ${detail.replaceAll("\n", "; ")}` : ""}`;
}

function waitingLine({ change, what, state, withinSeconds }: Extract<RunEvent, { type: "waiting" }>): string {
  const about = change ? `${change}: ` : "";
  const detail = state.detail ? `: ${state.detail}` : "";
  if (state.isFinal) return `${about}will not come by waiting: ${what}${detail}`;
  return `${about}waiting until ${what}, at most ${duration(withinSeconds)}${detail}`;
}
