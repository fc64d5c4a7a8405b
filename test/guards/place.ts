import cantareira from "../../environments/cantareira.ts";
import type { AwsEnvironment, ProtectedThing, Stack } from "../../src/model/environment.ts";

const { test } = cantareira.stacks;

/** Cantareira with a test stack that has four on-demand agents. */
export const place = withStack({ onDemand: { ...test.onDemand, desiredAtCreation: 4, max: 8 } }, cantareira);

/** The same, and nobody says where its Mesos is reached: then nothing is waited for, which would take most of the time. */
export const quick = withoutMesos(place);

/** The place with another Mesos version, so that masters and scaled agents are to be replaced. */
export const upgraded = withStack({ mesosVersion: "1.11.1" }, quick);

/** That, and its masters are reached: they are replaced only when the others are seen to be healthy. */
export const reachable = withStack({ mesosVersion: "1.11.1" }, place);

/** That, the other way round: its masters are to go back. */
export const older = withStack({ mesosVersion: "1.8.1" }, place);

/** The place with a protected test stack. */
export const locked = withStack({ isProtected: true }, quick);

/** The quick one, and so many have to approve what is merged into deploy. */
export function reviewedBy(approvals: number): AwsEnvironment {
  const { sources } = cantareira;
  const deploy = { defaultBranch: "master", mergeMethod: "merge", approvals, pipelines: [] } as const;
  return { ...quick, sources: { ...sources, repositories: { ...sources.repositories, deploy } } };
}

/** An environment with a test stack that is otherwise. */
export function withStack(change: Partial<Stack>, environment: AwsEnvironment): AwsEnvironment {
  const stack = environment.stacks.test ?? test;
  return { ...environment, stacks: { ...environment.stacks, test: { ...stack, ...change } } };
}

/** An environment with one more protected thing. */
export function protecting(
  thing: Omit<ProtectedThing, "because">,
  environment: AwsEnvironment = quick,
): AwsEnvironment {
  return { ...environment, protects: [...environment.protects, { because: "the test says so", ...thing }] };
}

/** At most that share of a type's agents at once. */
export function sharing(replaceAtMostShare: number, environment: AwsEnvironment): AwsEnvironment {
  return { ...environment, policies: { ...environment.policies, replaceAtMostShare } };
}

/** A part of the test stack runs with a profile that nobody made. */
export function withoutProfile(part: "masters" | "fixed" | "onDemand" | "spot"): AwsEnvironment {
  return withStack({ [part]: { ...test[part], profile: "nobody-made-it" } }, quick);
}

function withoutMesos(environment: AwsEnvironment): AwsEnvironment {
  const { mesos: _, ...stack } = environment.stacks.test ?? test;
  return { ...environment, stacks: { ...environment.stacks, test: stack } };
}
