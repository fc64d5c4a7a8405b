import type { OpenStackEnvironment } from "./model/environment.ts";
import { OpsError } from "./model/error.ts";
import type { Parameter } from "./model/parameter.ts";
import type { ProcedureStep } from "./model/procedure.ts";
import type { Resource } from "./model/resource.ts";

export type { OpenStackEnvironment, ServerClass } from "./model/environment.ts";
export { OpsError } from "./model/error.ts";
export type { Fields, Json } from "./model/json.ts";
export type { Parameter } from "./model/parameter.ts";
export type { Choice, Proviso, Undo } from "./model/procedure.ts";
export type { Condition, Resource } from "./model/resource.ts";
export { typedWord } from "./model/shell-word.ts";

/** What a runbook is given: the environment's data and its arguments, hosts by their short names. */
export interface RunbookContext {
  readonly environment: OpenStackEnvironment;
  readonly args: readonly string[];
}

type OfKind<K extends ProcedureStep["kind"]> = Omit<ProcedureStep, "kind" | "changes" | "isRequired"> & {
  readonly kind: K;
  readonly isRequired?: boolean;
};

export type CheckStep = OfKind<"check"> & Required<Pick<ProcedureStep, "conditions">>;
export type WaitStep = OfKind<"wait"> & Required<Pick<ProcedureStep, "conditions">>;
export type AskStep = OfKind<"ask"> & Required<Pick<ProcedureStep, "question">>;
export type AttestStep = OfKind<"attest"> & Required<Pick<ProcedureStep, "question">>;
/** `resources`: what its systems make changes of, each a thing as it is to be or what is to be done to it. */
export type ActStep = OfKind<"act"> & { readonly resources: readonly Resource[] };

/** One line of a runbook. Required unless it says otherwise. */
export type Step = CheckStep | WaitStep | AskStep | AttestStep | ActStep;

/** What to do, step by step, as data. Pure: no I/O, no clock, no randomness. */
export interface RunbookDefinition {
  /** One line: `Rebuild a build agent`. */
  readonly title: string;
  /** When to use it, a short paragraph. */
  readonly why: string;
  readonly parameters: readonly Parameter[];
  /** Names of the guards that its acts rely on (files of `src/guards/`): without each of them it does not begin. */
  readonly guards?: readonly string[];
  /** What it holds while it runs, and nobody else meanwhile: `masters`, or the host's name. */
  scope(context: RunbookContext): string;
  /** All of its steps, conditional ones too. Checks only: it runs without the bang. */
  steps(context: RunbookContext): readonly Step[];
}

const brand = Symbol("runbook");

export interface Runbook extends RunbookDefinition {
  readonly [brand]: true;
}

/** Declares a runbook. Its name at the prompt is the name it is exported under. */
export function runbook(definition: RunbookDefinition): Runbook {
  return Object.freeze({ ...definition, [brand]: true as const });
}

export function isRunbook(value: unknown): value is Runbook {
  return typeof value === "object" && value !== null && brand in value;
}

type Draft<S extends Step> = Omit<S, "kind">;

/** Looks, changes nothing, keeps its evidence. */
export function check(step: Draft<CheckStep>): CheckStep {
  return { ...step, kind: "check" };
}

/** Until all conditions hold. */
export function wait(step: Draft<WaitStep>): WaitStep {
  return { ...step, kind: "wait" };
}

/** A typed answer. */
export function ask(step: Draft<AskStep>): AskStep {
  return { ...step, kind: "ask" };
}

/** A person states that something was done or agreed: who and what is recorded. */
export function attest(step: Draft<AttestStep>): AttestStep {
  return { ...step, kind: "attest" };
}

/** Changes something. */
export function act(step: Draft<ActStep>): ActStep {
  return { ...step, kind: "act" };
}

/** A host that exists, of one role; it arrives as its short name, whatever of its names, ids or addresses is typed. */
export function hostWith(role: "master" | "agent" | "server"): Parameter {
  return { name: "host", type: role, title: titles[role] };
}

/** The short name of a host that is to be made. */
export function newHost(role: "master" | "agent"): Parameter {
  return { name: "name", type: `new-${role}`, title: `the ${role}'s short name` };
}

const titles = {
  master: "the master, e.g. alimesos02",
  agent: "the agent, e.g. alibuild07",
  server: "the host, e.g. alibuild07",
} as const;

/** The argument at that place; a runbook's parameters say that it is there. */
export function argument({ args }: RunbookContext, index: number): string {
  const value = args[index];
  if (value !== undefined) return value;
  throw new OpsError({
    code: "wrong-argument",
    reason: "usage",
    what: `argument ${index + 1} is missing`,
    why: "the runbook needs it",
    next: "help() says what it takes",
  });
}
