import type { AwsEnvironment, Stack } from "./model/environment.ts";
import type { Parameter } from "./model/parameter.ts";
import type { Condition, Observed, Resource } from "./model/resource.ts";

export { type AgentHost, agentUserData } from "./ignition/agent.ts";
export { type MasterHost, masterUserData } from "./ignition/master.ts";
export type {
  AutoScalingGroupFields,
  FleetMemberFields,
  InstanceFields,
  InstanceProfileFields,
  InstancesFields,
  LaunchTemplateFields,
  NetworkInterfaceFields,
  RevertedInstancesFields,
  RolePoliciesFields,
  ScaledAgentsFields,
  SecurityGroupFields,
  VolumeFields,
} from "./model/aws-kinds.ts";
export { digest } from "./model/digest.ts";
export type { AwsEnvironment, MasterZone, ScaledAgents, Stack, Zone } from "./model/environment.ts";
export { OpsError } from "./model/error.ts";
export type { Fields } from "./model/json.ts";
export type { Condition, Observed, Resource } from "./model/resource.ts";
export { keyOf } from "./model/resource.ts";

/** What a recipe is given: the environment's data and the stack it is asked for. */
export interface StackContext {
  readonly environment: AwsEnvironment;
  /** `test` */
  readonly name: string;
  readonly stack: Stack;
}

/** A further verb of a recipe, besides create, destroy and status. */
export interface RecipeVerb {
  readonly title: string;
  /** After the stack. */
  readonly parameters: readonly Parameter[];
  /** It says what the stack is to be like, as create does: once it is done, a new plan of it is empty. */
  readonly isLasting?: true;
  compose(context: StackContext, ...args: string[]): readonly Resource[];
}

/** What ought to hold before something is made. Where it does not, the plan has a note; it can be applied all the same. */
export interface Premise {
  readonly condition: Condition;
  /** What that means, for people: `agents register only where masters lead`. */
  readonly otherwise: string;
}

/** What should exist. Pure: no I/O, no clock, no randomness. */
export interface RecipeDefinition {
  /** One line: `Mesos masters of a stack`. */
  readonly title: string;
  /** When to use it, a short paragraph. */
  readonly why: string;
  /** The desired resources. `destroy` composes the same ones and lets go of them in reverse order. */
  compose(context: StackContext): readonly Resource[];
  /** What ought to hold before. */
  premises?(context: StackContext): readonly Premise[];
  /** What must hold once they exist; `observed` is what was seen after the changes. */
  verify?(context: StackContext, observed: readonly Observed[]): readonly Condition[];
  readonly verbs?: Readonly<Record<string, RecipeVerb>>;
  /** There is nothing of it to create, destroy or show as a whole: only its own verbs are offered. */
  readonly hasOnlyVerbs?: true;
}

const brand = Symbol("recipe");

export interface Recipe extends RecipeDefinition {
  readonly [brand]: true;
}

/** Declares a recipe. Its name at the prompt is the name it is exported under. */
export function recipe(definition: RecipeDefinition): Recipe {
  return Object.freeze({ ...definition, [brand]: true as const });
}

export function isRecipe(value: unknown): value is Recipe {
  return typeof value === "object" && value !== null && brand in value;
}

/**
 * A long text (user data) as a field: the plan shows its digest and keeps the text beside it.
 * Equal texts are equal fields.
 */
export function document(text: string): { readonly document: string } {
  return { document: text };
}
