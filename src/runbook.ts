import {
  type AwsEnvironment,
  type Environment,
  isAws,
  isOpenStack,
  type OpenStackEnvironment,
} from "./model/environment.ts";
import { OpsError } from "./model/error.ts";
import type { Parameter } from "./model/parameter.ts";
import type { Invocation } from "./model/plan.ts";
import type { ProcedureStep } from "./model/procedure.ts";
import type { RecordedRun } from "./model/recorded-run.ts";
import type { Resource } from "./model/resource.ts";
import type { Sources } from "./model/sources.ts";

export type { AwsEnvironment, Environment, OpenStackEnvironment, ServerClass } from "./model/environment.ts";
export { OpsError } from "./model/error.ts";
export type { Fields, Json } from "./model/json.ts";
export type { Parameter } from "./model/parameter.ts";
export type { Choice, ProcedureStep, Proviso, Undo } from "./model/procedure.ts";
export type { RecordedRun } from "./model/recorded-run.ts";
export type { Condition, Resource } from "./model/resource.ts";
export { typedWord } from "./model/shell-word.ts";
export type { Bump, Edit, ImageEdit, Repository, Sources, StackPin } from "./model/sources.ts";

/** What a runbook is given: the environment's data and its arguments, hosts by their short names. */
export interface RunbookContext<E extends Environment = OpenStackEnvironment> {
  readonly environment: E;
  readonly args: readonly string[];
  /** The run that an argument of type `run` names, as the journal has it: it is over. */
  readonly recorded?: RecordedRun;
}

/** An environment whose versions are written in repositories. */
export type CampaignEnvironment = AwsEnvironment & { readonly sources: Sources };

/** What a campaign is given. */
export type CampaignContext = RunbookContext<CampaignEnvironment>;

type OfKind<K extends ProcedureStep["kind"]> = Omit<ProcedureStep, "kind" | "changes" | "isRequired"> & {
  readonly kind: K;
  readonly isRequired?: boolean;
};

export type CheckStep = OfKind<"check"> & Required<Pick<ProcedureStep, "conditions">>;
export type WaitStep = OfKind<"wait"> & Required<Pick<ProcedureStep, "conditions">>;
export type AskStep = OfKind<"ask"> & Required<Pick<ProcedureStep, "question">>;
export type AttestStep = OfKind<"attest"> & Required<Pick<ProcedureStep, "question">>;
/** `resources`: what its systems make changes of, each a thing as it is to be or what is to be done to it. */
export type ActStep = OfKind<"act"> & {
  readonly resources: readonly Resource[];
  /** Instead of resources: a recipe's plan, made when its turn comes and followed as a run of its own. */
  readonly runs?: Invocation;
};

/** One line of a runbook. Required unless it says otherwise. */
export type Step = CheckStep | WaitStep | AskStep | AttestStep | ActStep;

/** What to do, step by step, as data. Pure: no I/O, no clock, no randomness. */
export interface RunbookDefinition<E extends Environment = OpenStackEnvironment> {
  /** One line: `Rebuild a build agent`. */
  readonly title: string;
  /** When to use it, a short paragraph. */
  readonly why: string;
  readonly parameters: readonly Parameter[];
  /** Names of the guards that its acts rely on (files of `src/guards/`): without each of them it does not begin. */
  readonly guards?: readonly string[];
  /** The call that takes back what a run of it did: `RevertBump!("{run}")`. */
  readonly wayBack?: string;
  /** It does not begin while another run of its scope is parked: that one is gone on with or ended first. */
  readonly isExclusive?: true;
  /** What it holds while it runs, and nobody else meanwhile: `masters`, or the host's name. */
  scope(context: RunbookContext<E>): string;
  /** All of its steps, conditional ones too. Checks only: it runs without the bang. */
  steps(context: RunbookContext<E>): readonly Step[];
}

const brand = Symbol("runbook");

export interface Runbook extends RunbookDefinition<Environment> {
  readonly [brand]: true;
  /** Whether the environment has what it works on. */
  isFor(environment: Environment): boolean;
  /** A campaign always acts: that need not be read from its steps, of which there are many. */
  readonly isCampaign: boolean;
}

/** Declares a runbook for hosts on OpenStack. Its name at the prompt is the name it is exported under. */
export function runbook(definition: RunbookDefinition): Runbook {
  return declared(definition, isOpenStack, false);
}

/** Declares a runbook that walks through the repositories where versions are written. */
export function campaign(definition: RunbookDefinition<CampaignEnvironment>): Runbook {
  return declared(definition, hasSources, true);
}

/** Whether versions are written in repositories there. */
export function hasSources(environment: Environment): environment is CampaignEnvironment {
  return isAws(environment) && environment.sources !== undefined;
}

function declared<E extends Environment>(
  definition: RunbookDefinition<E>,
  isFor: (environment: Environment) => environment is E,
  isCampaign: boolean,
): Runbook {
  const fitting = (context: RunbookContext<Environment>): RunbookContext<E> => {
    const { environment } = context;
    if (isFor(environment)) return { ...context, environment };
    throw new TypeError(`${definition.title} is not for ${environment.name}`);
  };
  return Object.freeze({
    ...definition,
    scope: (context: RunbookContext<Environment>) => definition.scope(fitting(context)),
    steps: (context: RunbookContext<Environment>) => definition.steps(fitting(context)),
    isFor,
    isCampaign,
    [brand]: true as const,
  });
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
export function argument({ args }: Pick<RunbookContext, "args">, index: number): string {
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
