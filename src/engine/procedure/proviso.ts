import { OpsError } from "../../model/error.ts";
import { textsIn } from "../../model/json.ts";
import { type ProcedureStep, type Proviso, provisosOf } from "../../model/procedure.ts";
import type { Condition, ConditionState } from "../../model/resource.ts";
import { selectionIn } from "../../model/selection.ts";
import type { Course } from "../course.ts";
import { waitUntil } from "../wait.ts";
import { stateOf } from "./see.ts";

/** Why a step is not taken as things are now; `undefined`: it is. */
export async function whyOmitted(step: ProcedureStep, course: Course): Promise<string | undefined> {
  const { kind, changes, question } = step;
  if (kind === "act" && changes?.length === 0) return whyNothing(step, course);
  const { selectsFrom } = question ?? {};
  if (selectsFrom !== undefined && itemsOf(selectsFrom, course).length === 0) return "there is nothing to choose from";
  return whyNotWanted(step, course);
}

/** Why an act has nothing to change, where its provisos say more than that. */
function whyNothing(step: ProcedureStep, course: Course): string {
  const provisos = provisosOf(step);
  const [left] = provisos.flatMap((each) => ("includes" in each ? (whyLeftOut(each, course) ?? []) : []));
  const [unless] = provisos.flatMap((each) => ("holds" in each ? (each.unless ?? []) : []));
  return left ?? unless ?? "there is nothing to change";
}

/** Which of its provisos does not hold; `undefined`: all of them do. */
export async function whyNotWanted(step: ProcedureStep, course: Course): Promise<string | undefined> {
  for (const proviso of provisosOf(step)) {
    const why = await whyNot(proviso, course);
    if (why !== undefined) return why;
  }
  return undefined;
}

/** What a person may select from: the names that an earlier check saw. */
export function itemsOf(step: string, { log }: Pick<Course, "log">): readonly string[] {
  return textsIn(log.evidence(step));
}

async function whyNot(proviso: Proviso, course: Course): Promise<string | undefined> {
  if ("includes" in proviso) return whyLeftOut(proviso, course);
  if ("answer" in proviso) return whyNotAnswered(proviso, course);
  const { condition, holds } = proviso;
  const state = await knownState(condition, course);
  if (state.holds === holds) return undefined;
  if (state.holds === "yes" || state.holds === "no") return state.detail;
  throw cannotTell(condition.what, state.detail);
}

const looksAgainSeconds = 60;

/** A gateway's error in between is no reason to park a run of days: it is looked at again for a while. */
async function knownState(condition: Condition, { log, engine }: Course): Promise<ConditionState> {
  let state: ConditionState = { holds: "unknown", detail: "not looked at yet" };
  const look = async (): Promise<true | undefined> => {
    state = await stateOf(condition, (id) => log.evidence(id), engine);
    return state.holds === "unknown" ? undefined : true;
  };
  await waitUntil(look, Math.min(condition.withinSeconds, looksAgainSeconds), engine.world.clock, engine.interrupts);
  return state;
}

/** What a person left out of a selection, with the reason given. */
function whyLeftOut(
  { answer, includes, unless }: Extract<Proviso, { includes: string }>,
  { log, plan }: Course,
): string | undefined {
  const question = plan.procedure?.steps.find(({ id }) => id === answer)?.question;
  const items = itemsOf(question?.selectsFrom ?? "", { log });
  if (!items.includes(includes))
    return unless ?? `${includes} is not among ${items.join(", ") || "what was found: nothing"}`;
  const given = log.last(`ask ${answer}`, "answered")?.body.text;
  const selection = selectionIn(typeof given === "string" ? given : "none", items);
  if (typeof selection === "string") return selection;
  const reason = selection.without[includes];
  return reason === undefined ? undefined : `${includes} is left out: ${reason}`;
}

function whyNotAnswered(
  { answer, isOneOf }: Extract<Proviso, { isOneOf: readonly string[] }>,
  { log, plan }: Course,
): string | undefined {
  const given = log.last(`ask ${answer}`, "answered")?.body.text;
  const number = (plan.procedure?.steps ?? []).findIndex(({ id }) => id === answer) + 1;
  if (given === undefined) return `step ${number} was not asked`;
  return isOneOf.some((each) => each === given) ? undefined : `step ${number} was answered ${String(given)}`;
}

function cannotTell(what: string, why: string): OpsError {
  return new OpsError({
    code: "cannot-tell",
    reason: "system",
    what: `Cannot tell whether ${what}: the next step depends on it`,
    why,
    next: "mend what stands in the way of the look",
  });
}
