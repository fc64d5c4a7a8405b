import { OpsError } from "../model/error.ts";
import { callText } from "../model/invocation.ts";
import type { Fields } from "../model/json.ts";
import { type Change, type Plan, type Risk, risks, type Verdict } from "../model/plan.ts";
import type { Answer, Question } from "../model/run.ts";
import type { Course } from "./course.ts";
import type { Engine } from "./engine.ts";
import { basisOf, fingerprintOf } from "./fingerprint.ts";
import { judgeChange, levelOf, refusalOf } from "./judge.ts";
import type { RunLog } from "./run-log.ts";
import { stopIfParked } from "./stop.ts";

type Asking = Pick<Engine, "person" | "interrupts">;

/** Asks for the plan as a whole; what asks by itself, and the acts that prepare it, are asked for at their turn. */
export async function confirmPlan(plan: Plan, log: RunLog, asking: Asking): Promise<void> {
  if (plan.procedure) return ask(beginningOf(plan), log, asking);
  const together = plan.changes.filter((change) => askerOf(change, plan) === undefined);
  const question = questionOf("confirm", together, plan);
  if (question) await ask(question, log, asking);
}

/** A procedure begins with one yes, which covers its safe acts; every other act is asked for when its turn comes. */
function beginningOf(plan: Plan): Question {
  const safe = plan.changes.filter((change) => levelOf(change, plan.verdicts) === "safe").map(({ id }) => id);
  const numbers = (plan.procedure?.steps ?? []).flatMap(({ changes = [] }, index) =>
    changes.some((id) => safe.includes(id)) ? [index + 1] : [],
  );
  const covered = numbers.length > 0 ? ` The yes covers its safe acts: ${counted("step", numbers)}.` : "";
  return { step: "confirm", level: "safe", text: `Begin ${plan.title}?${covered}`, loses: [], plan, verdicts: [] };
}

function counted(noun: string, numbers: readonly number[]): string {
  return `${noun}${numbers.length > 1 ? "s" : ""} ${ranges(numbers).join(", ")}`;
}

/** `5`, `6`, `19 to 32`: three in a row and more are told by their ends. */
function ranges(numbers: readonly number[]): readonly string[] {
  const rows: number[][] = [];
  for (const number of numbers) {
    const last = rows.at(-1);
    if (last?.at(-1) === number - 1) last.push(number);
    else rows.push([number]);
  }
  return rows.flatMap((row) => (row.length < 3 ? row.map(String) : `${row[0]} to ${row.at(-1)}`));
}

/**
 * Asks for an act of a procedure, when it is more than safe as the guards judge it now. What came to be asked for at a
 * higher level while the question stood is asked for again. Of what has begun it is first found what became of it: a
 * guard would judge the world as this very change left it. It has its word before each effect that is sent.
 */
export async function confirmAct(step: string, acts: readonly Change[], of: Course): Promise<void> {
  const { plan, log, engine, done } = of;
  const changes = acts.filter(({ id }) => !done.has(id) && !log.hasBegun(id));
  for (;;) {
    const judged = await Promise.all(changes.map((change) => judgeChange(change, plan, done, engine)));
    const refusal = refusalOf(judged.flat());
    if (refusal) throw refusal;
    const question = questionOf(`confirm ${step}`, changes, { ...plan, verdicts: judged.flat() });
    if (!question || question.level === "safe") return;
    const about = fingerprintOf({ ...basisOf(changes), ...seenBy(judged.flat()) });
    if (isAnswered(question, about, log)) return;
    await ask(
      { ...question, step: nameFor(question, about, log), expects: nameToType(changes, plan) },
      log,
      engine,
      about,
    );
  }
}

/** What the guards saw that a yes is to. */
function seenBy(verdicts: readonly Verdict[]): Readonly<Record<string, string>> {
  const seen = verdicts.filter(({ about }) => about !== undefined);
  return Object.fromEntries(seen.map(({ change, guard, about = "" }) => [`${change} ${guard}`, about]));
}

/** A yes to this very thing, at this level or a higher one. */
function isAnswered({ step, level }: Question, about: string, log: RunLog): boolean {
  const asked = log.events.filter((event) => event.kind === "asked" && event.step.startsWith(step));
  const levels: readonly unknown[] = risks.slice(risks.indexOf(level));
  const covering = asked.filter(({ body }) => body.about === about && levels.includes(body.level));
  return covering.some((event) => log.last(event.step, "answered")?.body.isYes === true);
}

/** What was answered for less, or for something else, is asked under another name. */
function nameFor({ step, level }: Question, about: string, log: RunLog): string {
  const names = [step, `${step} as ${level}`, `${step} as ${level}, ${about.slice(0, 8)}`];
  return names.find((name) => log.last(name, "answered") === undefined) ?? `${step} as ${level}, ${about}`;
}

/** Asks by its name for a change that asks by itself, before the first act that prepares it. */
export async function confirmChange(change: Change, plan: Plan, log: RunLog, asking: Asking): Promise<void> {
  const asker = askerOf(change, plan);
  if (!asker) return;
  const question = questionOf(`confirm ${asker.id}`, [asker], plan);
  if (question) await ask(question, log, asking);
}

/** Whose question covers it: a drained host is half replaced, so its replacement is asked for before the drain. */
function askerOf(change: Change, { changes }: Plan): Change | undefined {
  if (change.asksByItself) return change;
  if (change.action !== "act") return undefined;
  return changes.find(({ asksByItself, needs }) => asksByItself && needs.includes(change.id));
}

/**
 * Asks once: an answer in the journal stands. A no ends the run; to park it leaves the question.
 * @param about a digest of what is asked about
 */
export async function ask(
  question: Question,
  log: RunLog,
  { person, interrupts }: Asking,
  about?: string,
): Promise<void> {
  if (log.last(question.step, "answered")?.body.isYes === true) return;
  stopIfParked(interrupts);
  if (log.last(question.step, "asked") === undefined) {
    const body = { text: question.text, level: question.level, ...(about !== undefined && { about }) };
    log.append({ kind: "asked", step: question.step, body });
  }
  const answer = await person.ask(question, interrupts.park);
  log.append({ kind: "answered", step: question.step, body: bodyOf(answer) });
  if (!answer.isYes) throw declined(question);
}

/** Asks for something that is typed: what was answered before stands. */
export async function inquire(question: Question, log: RunLog, asking: Asking): Promise<string> {
  const answered = log.last(question.step, "answered")?.body.text;
  if (typeof answered === "string") return answered;
  await ask(question, log, asking);
  return inquire(question, log, asking);
}

function bodyOf({ isYes, text, how }: Answer): Fields {
  return { isYes, text, how };
}

/** The question of these changes, at the highest of their levels; `undefined` when they need none. */
export function questionOf(step: string, changes: readonly Change[], plan: Plan): Question | undefined {
  const level = highest(changes.map((change) => levelOf(change, plan.verdicts)));
  if (level === "read") return undefined;
  return {
    step,
    level,
    text: textOf(changes, plan),
    loses: lossesOf(changes),
    ...gainsOf(changes),
    ...(level === "destructive" && { expects: nameToType(changes, plan) }),
    plan,
    verdicts: plan.verdicts.filter(({ change }) => changes.some(({ id }) => id === change)),
  };
}

/** What is lost equally is one line, with the names of all that lose it. */
function lossesOf(changes: readonly Change[]): readonly string[] {
  const losing = changes.filter(({ interrupts }) => interrupts !== undefined);
  const alike = Map.groupBy(losing, ({ interrupts }) => interrupts);
  return [...alike].map(([loss, of]) => `${of.map(({ name }) => name).join(", ")}: ${loss}`);
}

/** With its change's name where several are asked for at once. */
function gainsOf(changes: readonly Change[]): Pick<Question, "gains"> {
  const isOne = changes.length === 1;
  const gains = changes.flatMap(({ name, grants = [] }) => grants.map((each) => (isOne ? each : `${name}: ${each}`)));
  return gains.length > 0 ? { gains } : {};
}

function highest(levels: readonly Risk[]): Risk {
  return risks[Math.max(0, ...levels.map((level) => risks.indexOf(level)))] ?? "destructive";
}

function textOf(changes: readonly Change[], plan: Plan): string {
  const [only] = changes;
  if (changes.length === 1 && only) return asQuestion(only.does ?? `${only.action} ${nounOf(only)} ${only.name}`, only);
  const alike = Map.groupBy(changes, ({ action }) => (action === "act" ? "do" : action));
  const counts = [...alike].map(([action, of]) => `${of.length} to ${action}`);
  return `${plan.title}: ${counts.join(", ")}?`;
}

/** What follows the first clause is no part of the question. A command stands as it was typed. */
function asQuestion(does: string, { kind }: Change): string {
  const [, head, rest] = (kind !== "command" && /^([^"'(:;]+)[:;] (.+)$/s.exec(does)) || [];
  return head && rest ? `${capitalized(head)}? ${capitalized(rest)}.` : `${capitalized(does)}?`;
}

function nounOf({ kind }: Change): string {
  return kind.replaceAll("-", " ");
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The target's name when there is one target, the stack's when there are several. */
function nameToType(changes: readonly Change[], plan: Plan): string {
  const [only] = changes;
  return changes.length === 1 && only ? only.name : plan.stack;
}

function declined(question: Question): OpsError {
  return new OpsError({
    code: "declined",
    reason: "interrupted",
    what: "The answer was no",
    why: `"${question.text}" was not begun`,
    next: `${callText(question.plan.invocation)} looks again`,
  });
}
