import { OpsError } from "../../model/error.ts";
import { isFields, type Json } from "../../model/json.ts";
import type { Seen } from "../../model/procedure.ts";
import type { Condition, ConditionState } from "../../model/resource.ts";
import { type Engine, systemOf } from "../engine.ts";

/** What an earlier step saw, by its id. */
export type Evidence = (step: string) => Json | undefined;

/** Real time: a system that hangs does not hold the others. */
const usualSeconds = 20;

/** Looks at all conditions side by side. What cannot be known is `unknown`, with why. */
export async function see(
  conditions: readonly Condition[],
  evidence: Evidence,
  engine: Pick<Engine, "systems">,
): Promise<readonly Seen[]> {
  return Promise.all(
    conditions.map(async (condition) => ({ condition, state: await stateOf(condition, evidence, engine) })),
  );
}

/** One look. */
export async function stateOf(
  condition: Condition,
  evidence: Evidence,
  engine: Pick<Engine, "systems">,
): Promise<ConditionState> {
  const late = Promise.withResolvers<ConditionState>();
  const { answersWithinSeconds = usualSeconds } = condition;
  const timer = setTimeout(() => late.resolve(hung(condition, answersWithinSeconds)), answersWithinSeconds * 1000);
  try {
    const asked = withEvidence(condition, evidence);
    const look = systemOf(engine, condition.system).holds(asked);
    return await Promise.race([look, late.promise]);
  } catch (error) {
    return unknownBecause(error);
  } finally {
    clearTimeout(timer);
  }
}

function hung({ system }: Condition, seconds: number): ConditionState {
  const detail = `${system} did not answer within ${seconds} s`;
  return { holds: "unknown", detail, next: "look again; if it stays so, look at that host" };
}

/** A wrong identity or a defect is no matter of not knowing. */
function unknownBecause(error: unknown): ConditionState {
  if (!(error instanceof OpsError) || (error.reason !== "system" && error.reason !== "check")) throw error;
  return { holds: "unknown", detail: `${error.what}: ${error.why}`, next: error.next };
}

/** `{evidenceOf: "boot-before"}` becomes what that step saw. */
function withEvidence(condition: Condition, evidence: Evidence): Condition {
  const parameters = Object.entries(condition.parameters).map(([name, value]) => [name, resolved(value, evidence)]);
  return { ...condition, parameters: Object.fromEntries(parameters) };
}

function resolved(value: Json, evidence: Evidence): Json {
  const step = isFields(value) ? value.evidenceOf : undefined;
  return typeof step === "string" ? (evidence(step) ?? null) : value;
}

/** All hold. */
export function allHold(seen: readonly Seen[]): boolean {
  return seen.every(({ state }) => state.holds === "yes");
}

/** In one line: how many hold, and the evidence of those that do not; of a single one its evidence. */
export function summaryOf(seen: readonly Seen[]): string {
  const [only] = seen;
  if (seen.length === 1 && only) return only.state.detail;
  const wrong = seen.filter(({ state }) => state.holds !== "yes");
  const counts = `${seen.length - wrong.length} of ${seen.length}`;
  if (wrong.length === 0)
    return [...new Set(seen.map(({ state }) => state.detail))].length > 3 ? counts : detailsOf(seen);
  return `${counts}; ${detailsOf(wrong)}`;
}

/** The same evidence of one host is told once, after all that it says something of. */
function detailsOf(seen: readonly Seen[]): string {
  const alike = Map.groupBy(seen, ({ condition, state }) => JSON.stringify([condition.subject, state.detail]));
  return [...alike.values()].map(sentenceOf).join("; ");
}

function sentenceOf(alike: readonly Seen[]): string {
  const [first] = alike;
  if (!first) return "";
  const { subject } = first.condition;
  const whats = alike.map(({ condition }) => condition.what).join(", ");
  return `${subject === undefined ? whats : `${subject} ${whats}`}: ${first.state.detail}`;
}

/** `alimesos01 answers to ping` */
export function nameOf({ what, subject }: Condition): string {
  return subject === undefined ? what : `${subject} ${what}`;
}

/** What a later step may use: the first value that was seen. */
export function firstValue(seen: readonly Seen[]): Json | undefined {
  return seen.map(({ state }) => state.value).find((value) => value !== undefined);
}
