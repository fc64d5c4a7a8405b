import { NotDone, OpsError } from "../model/error.ts";
import type { Fields, Json } from "../model/json.ts";
import { issuePermit, revokePermit } from "../model/permit.ts";
import type { Change, Plan } from "../model/plan.ts";
import type { Effect, Effects, Permit, Settlement } from "../model/system.ts";
import type { Engine } from "./engine.ts";
import { parked } from "./park.ts";
import type { Attempt, RunLog } from "./run-log.ts";
import { orLeft, stopIfParked } from "./stop.ts";
import { attemptOf, permitFor } from "./token.ts";
import { waitInChange } from "./wait.ts";

/** Resends of an idempotent effect with the same token before a person is asked. */
const resends = 2;
const resendPauseMs = 3_000;

export interface EffectsOf {
  readonly change: Change;
  readonly plan: Plan;
  readonly log: RunLog;
  readonly engine: Engine;
  /** The guards' last word, before each effect that they may stop. */
  judge(): Promise<void>;
}

/** The effects of one change: each journaled before it is sent and after its outcome is known. */
export function effectsOf(scope: EffectsOf): Effects {
  const { change, plan, log, engine } = scope;
  return {
    perform: (effect) => perform(effect, scope),
    wait: (what, withinSeconds, look) => waitInChange({ what, withinSeconds, look, change: change.id }, engine),
    log: (line) => engine.person.show({ type: "log", change: change.id, line }),
    evidence: (step) => log.evidence(step),
    document: (digest) => plan.documents[digest] ?? missingDocument(digest),
  };
}

async function perform<T extends Json>(effect: Effect<T>, scope: EffectsOf): Promise<T> {
  const attempt = scope.log.attempt(`${scope.change.id}/${effect.name}`);
  if (!attempt) return begin(effect, 1, scope);
  const { kind, body } = attempt.last;
  if (kind === "done") return recordedValue(body);
  if (kind === "failed") return begin(effect, attempt.number + 1, scope);
  if (kind === "settled") return afterSettled(effect, attempt, body, scope);
  return recover(effect, attempt, scope);
}

/** A new attempt: the guards' last word, `intended` with its own token, then the effect. */
async function begin<T extends Json>(effect: Effect<T>, number: number, scope: EffectsOf): Promise<T> {
  stopIfParked(scope.engine.interrupts);
  if (!effect.restores) await scope.judge();
  const permit = permitFor(effect.name, number, scope);
  intend(effect, permit, scope);
  return send(effect, permit, 0, scope);
}

function intend<T extends Json>(effect: Effect<T>, permit: Permit, { change, log }: EffectsOf): void {
  const body = { change: change.id, token: permit.token, repeat: effect.repeat };
  log.append({ kind: "intended", step: permit.step, body });
}

async function send<T extends Json>(effect: Effect<T>, permit: Permit, resent: number, scope: EffectsOf): Promise<T> {
  const issued = issuePermit(permit);
  try {
    const value = await orLeft(effect.send(issued), scope.engine.interrupts.leave);
    scope.log.append({ kind: "done", step: permit.step, body: { value } });
    return value;
  } catch (error) {
    if (isOfJournal(error)) throw error;
    return await afterError(effect, permit, error, resent, scope);
  } finally {
    revokePermit(issued);
  }
}

/** An exception is not "not done": only {@link NotDone} is; anything else is a doubt. */
async function afterError<T extends Json>(
  effect: Effect<T>,
  permit: Permit,
  error: unknown,
  resent: number,
  scope: EffectsOf,
): Promise<T> {
  if (error instanceof NotDone) throw refused(effect, permit, error, scope);
  scope.log.append({ kind: "doubted", step: permit.step, body: { why: reasonOf(error) } });
  if (scope.engine.interrupts.leave.aborted) throw inDoubt(effect, permit, reasonOf(error), scope);
  if (effect.repeat === "once") return settle(effect, permit, scope);
  if (resent === resends) throw inDoubt(effect, permit, reasonOf(error), scope);
  await scope.engine.world.clock.sleep(resendPauseMs * (resent + 1));
  intend(effect, permit, scope);
  return send(effect, permit, resent + 1, scope);
}

/** Of an effect that was sent before without an outcome, a refusal says nothing of that first time. */
function refused<T extends Json>(effect: Effect<T>, permit: Permit, error: NotDone, scope: EffectsOf): OpsError {
  if (scope.log.sendings(permit.step) === 1) {
    scope.log.append({ kind: "failed", step: permit.step, body: failureOf(error) });
    return error;
  }
  const why = `it was refused when it was sent again, which says nothing of the time before: ${error.what}: ${error.why}`;
  scope.log.append({ kind: "doubted", step: permit.step, body: { why } });
  return inDoubt(effect, permit, `${why} (${error.next})`, scope);
}

/** `intended` or `doubted` without an outcome: the same token again while it is honoured, else a look at the world. */
async function recover<T extends Json>(effect: Effect<T>, attempt: Attempt, scope: EffectsOf): Promise<T> {
  const permit = permitFor(effect.name, attempt.number, scope);
  if (effect.repeat === "idempotent" && isHonoured(effect, attempt, scope)) {
    if (!effect.restores) await scope.judge();
    intend(effect, permit, scope);
    return send(effect, permit, 0, scope);
  }
  if (attempt.last.kind === "intended") {
    scope.log.append({ kind: "doubted", step: attempt.step, body: { why: "the console ended before its outcome" } });
  }
  return settle(effect, permit, scope);
}

function isHonoured<T extends Json>(effect: Effect<T>, { intended }: Attempt, { engine }: EffectsOf): boolean {
  if (effect.tokenLifeSeconds === undefined || !intended) return true;
  const ageMs = engine.world.clock.now() - Date.parse(intended.at);
  return ageMs >= 0 && ageMs < effect.tokenLifeSeconds * 1000;
}

/** Looks at the world whether a doubted effect happened. */
async function settle<T extends Json>(effect: Effect<T>, permit: Permit, scope: EffectsOf): Promise<T> {
  const settlement = effect.probe ? await probe(effect, permit) : cannotTell("there is no way to look");
  const { happened, evidence } = settlement;
  const found = settlement.happened === "yes" ? { value: settlement.value } : {};
  scope.log.append({ kind: "settled", step: permit.step, body: { happened, evidence, ...found } });
  if (settlement.happened === "yes") {
    scope.log.append({ kind: "done", step: permit.step, body: { value: settlement.value } });
    return settlement.value;
  }
  if (happened === "no") return begin(effect, attemptOf(permit) + 1, scope);
  throw inDoubt(effect, permit, evidence, scope);
}

async function probe<T extends Json>(effect: Effect<T>, permit: Permit): Promise<Settlement<T>> {
  try {
    return (await effect.probe?.(permit)) ?? cannotTell("there is no way to look");
  } catch (error) {
    return cannotTell(reasonOf(error));
  }
}

function cannotTell(evidence: string): Settlement<never> {
  return { happened: "unknown", evidence };
}

/** Settled by a look or by a person: done, to be tried anew, or looked at once more. */
async function afterSettled<T extends Json>(
  effect: Effect<T>,
  attempt: Attempt,
  body: Fields,
  scope: EffectsOf,
): Promise<T> {
  if (body.happened === "no") return begin(effect, attempt.number + 1, scope);
  if (body.happened === "unknown") return recover(effect, attempt, scope);
  const value = "value" in body ? recordedValue<T>(body) : await foundValue(effect, attempt, scope);
  scope.log.append({ kind: "done", step: attempt.step, body: { value } });
  return value;
}

/** A person saw that it happened: what it gave is still to be found. An effect that cannot be looked for gives nothing. */
async function foundValue<T extends Json>(effect: Effect<T>, attempt: Attempt, scope: EffectsOf): Promise<T> {
  if (!effect.probe) return recordedValue<T>({});
  const permit = permitFor(effect.name, attempt.number, scope);
  const settlement = await probe(effect, permit);
  if (settlement.happened === "yes") return settlement.value;
  if (settlement.happened === "unknown" && effect.whenSeen !== undefined) return effect.whenSeen;
  throw inDoubt(effect, permit, `it was settled as happened, but ${settlement.evidence}`, scope);
}

/** The journaled value was written by the same effect: its shape is the effect's own. */
function recordedValue<T extends Json>(body: Fields): T {
  return (body.value ?? null) as T;
}

function inDoubt(effect: Effect, permit: Permit, evidence: string, { log }: EffectsOf): OpsError {
  return parked({
    code: "in-doubt",
    what: `It is not known whether ${effect.name} happened`,
    why: `${permit.step}: ${evidence}`,
    next: `resume!("${log.run}") looks again; or, when you have seen it yourself: settle!("${log.run}", "${permit.step}", "yes: what you saw") or "no: ..."`,
  });
}

function isOfJournal(error: unknown): boolean {
  return error instanceof OpsError && error.reason === "journal";
}

function failureOf({ code, what, why }: OpsError): Fields {
  return { code, what, why };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function missingDocument(digest: string): never {
  throw new OpsError({
    code: "missing-document",
    reason: "internal",
    what: `The plan does not hold the text ${digest}`,
    why: "a change refers to it",
    next: "plan again",
  });
}
