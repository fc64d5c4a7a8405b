import { EndedBadly, OpsError } from "../../model/error.ts";
import { callText } from "../../model/invocation.ts";
import type { JournalEvent } from "../../model/journal.ts";
import { ofRun } from "../../model/of-run.ts";
import type { Choice, ProcedureStep } from "../../model/procedure.ts";
import { inquire } from "../confirm.ts";
import type { Course } from "../course.ts";
import { mayHaveHappened } from "./ledger.ts";

/** What a person wants done about a failed step. */
export type Way =
  | { readonly name: "retry" | "exclude" | "undo" }
  | { readonly name: "skip" | "leave-out"; readonly reason: string };

/** The failed attempts at a step, oldest first. */
export function failuresOf({ id }: ProcedureStep, events: readonly JournalEvent[]): readonly JournalEvent[] {
  return events.filter(({ kind, step }) => kind === "failed" && step.replace(/\/\d+$/, "") === id);
}

/** How often the step came to an outcome. */
export function attemptsOf({ id }: ProcedureStep, events: readonly JournalEvent[]): number {
  const isOutcome = (kind: JournalEvent["kind"]) => kind === "failed" || kind === "done";
  return events.filter(({ kind, step }) => isOutcome(kind) && step.replace(/\/\d+$/, "") === id).length;
}

export function recordFailure(step: ProcedureStep, { code, what, why }: OpsError, { log, engine }: Course): void {
  const attempt = attemptsOf(step, log.events) + 1;
  log.append({ kind: "failed", step: `${step.id}/${attempt}`, body: { code, what, why } });
  engine.person.show({ type: "step", step: step.id, state: "failed", detail: `${what}: ${why}` });
}

/** Asks what is to be done. To park is to leave the question. */
export async function askWay(step: ProcedureStep, failure: OpsError, course: Course): Promise<Way> {
  const { plan, log, engine } = course;
  const choices = choicesOf(step, failure, course);
  const question = {
    step: questionOf(step, log.events),
    level: "safe",
    text: `${step.title}: it failed. What now?`,
    loses: [`${failure.what}: ${failure.why}`, ...waysOut(step, failure, course)],
    plan,
    verdicts: [],
    wants: { kind: "choice", step: questionOf(step, log.events), choices, reasonFor: ["skip", "leave-out"] },
  } as const;
  const answer = await inquire(question, log, engine).catch((error) => nobodyThere(error, failure, course));
  return wayOf(answer) ?? park(failure, course);
}

function waysOut({ otherwise }: ProcedureStep, failure: OpsError, course: Course): readonly string[] {
  const ways = [nextAfter(failure, course), ofRun(otherwise ?? "", course.log.run)];
  return [...new Set(ways)].filter((line) => line !== "");
}

/** What ended badly is not sent again within the run: there is nothing that a resume could go on with. */
function nextAfter(failure: OpsError, { log, plan }: Course): string {
  const next = ofRun(failure.next, log.run);
  if (!(failure instanceof EndedBadly)) return next;
  const anew = callText(plan.invocation, "!");
  return `${next}; this run does not do it again: abort!("${log.run}") ends it, ${anew} begins anew`;
}

/** Then why it failed is what there is to tell; a refusal stays one. */
function nobodyThere(error: unknown, failure: OpsError, course: Course): never {
  if (!(error instanceof OpsError) || error.reason !== "parked") throw error;
  if (failure.reason === "refused") throw failure;
  return park(failure, course);
}

/** What was answered about the newest failure before the console ended. */
export function answeredWay(step: ProcedureStep, { log }: Course): Way | undefined {
  const answered = log.last(questionOf(step, log.events), "answered")?.body.text;
  return typeof answered === "string" ? wayOf(answered) : undefined;
}

function questionOf(step: ProcedureStep, events: readonly JournalEvent[]): string {
  return `failed/${step.id}/${failuresOf(step, events).length}`;
}

function wayOf(text: string): Way | undefined {
  const [, name = "", reason = ""] = /^([\w-]+)(?:\s*:\s*(.*))?$/s.exec(text.trim()) ?? [];
  if ((name === "skip" || name === "leave-out") && reason !== "") return { name, reason };
  return name === "retry" || name === "exclude" || name === "undo" ? { name } : undefined;
}

function choicesOf(step: ProcedureStep, failure: OpsError, course: Course): readonly Choice[] {
  return [
    ...(failure instanceof EndedBadly ? [] : [{ name: "retry", title: "try the step again" }]),
    ...(step.isRequired ? [] : [{ name: "skip", title: "go on without it; say why: skip: REASON" }]),
    ...(isOneOfSeveral(step, course) ? [{ name: "exclude", title: `leave ${step.host} out of all that follows` }] : []),
    ...(canBeLeftOut(step, course) ? [leaveOut(step)] : []),
    ...(canUndo(course) ? [{ name: "undo", title: "take back what can be taken back, and end the run" }] : []),
    { name: "park", title: parkTitle(failure, course) },
  ];
}

function parkTitle(failure: OpsError, { log }: Course): string {
  const resume = `resume!("${log.run}")`;
  return failure instanceof EndedBadly
    ? `leave it as it is; ${resume} asks again`
    : `leave it as it is; ${resume} goes on from here`;
}

function isOneOfSeveral({ host }: ProcedureStep, { plan }: Course): boolean {
  const hosts = new Set(plan.procedure?.steps.flatMap((each) => each.host ?? []));
  return host !== undefined && hosts.size > 1;
}

function canUndo({ plan, log }: Course): boolean {
  const steps = plan.procedure?.steps ?? [];
  return steps.some((step) => step.undo !== undefined && mayHaveHappened(step, log.events));
}

function leaveOut({ lane }: ProcedureStep): Choice {
  return { name: "leave-out", title: `leave ${lane} out of all that follows; say why: leave-out: REASON` };
}

/** What stands in a lane beside others, and need not be taken. */
function canBeLeftOut({ lane, isRequired }: ProcedureStep, { plan }: Course): boolean {
  const lanes = new Set(plan.procedure?.steps.flatMap((each) => each.lane ?? []));
  return lane !== undefined && !isRequired && lanes.size > 1;
}

/** Why it is left out with its host or its lane, after another step of theirs failed. */
export function whyExcluded({ host, lane }: ProcedureStep, course: Course): string | undefined {
  const answers = failureAnswers(course);
  if (host !== undefined && answers.some(({ way, step }) => way?.name === "exclude" && step.host === host)) {
    return `${host} was excluded`;
  }
  const left = answers.find(({ way, step }) => way?.name === "leave-out" && lane !== undefined && step.lane === lane);
  return left?.way && "reason" in left.way ? `${lane} is left out: ${left.way.reason}` : undefined;
}

/** What persons answered about failed steps. */
function failureAnswers({ plan, log }: Course) {
  const answered = log.events.filter(({ kind, step }) => kind === "answered" && step.startsWith("failed/"));
  return answered.flatMap(({ step: name, body }) => {
    const step = plan.procedure?.steps.find(({ id }) => id === name.split("/")[1]);
    return step ? [{ step, way: typeof body.text === "string" ? wayOf(body.text) : undefined }] : [];
  });
}

function park(failure: OpsError, course: Course): never {
  const { code, what, why } = failure;
  throw new OpsError({ code, reason: "parked", what, why, next: nextAfter(failure, course) });
}
