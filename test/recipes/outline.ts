import type { AwsEnvironment, Recipe, Resource, Stack, StackContext } from "#src/recipe.ts";
import cantareira from "../../environments/cantareira.ts";

export type StackName = keyof typeof cantareira.stacks;

/** A stack of the shipped environment, with what a test changes of it. */
export function contextOf(
  name: StackName,
  changes: Partial<Stack> = {},
  environment: Partial<AwsEnvironment> = {},
): StackContext {
  return { environment: { ...cantareira, ...environment }, name, stack: { ...cantareira.stacks[name], ...changes } };
}

/** One line for each resource: what it is, and what must be there first. */
export function outline(resources: readonly Resource[]): readonly string[] {
  return resources.map(({ kind, name, needs }) => [`${kind}/${name}`, ...needs].join(" < "));
}

/** The resources of one kind by name. */
export function ofKind(resources: readonly Resource[], kind: string): readonly Resource[] {
  return resources.filter((resource) => resource.kind === kind);
}

/** The user data of each resource that has some, by key. */
export function userDataOf(recipe: Recipe, context: StackContext): Readonly<Record<string, string>> {
  const texts = recipe.compose(context).flatMap(({ kind, name, desired }) => {
    const userData = desired?.userData;
    if (typeof userData !== "object" || userData === null || !("document" in userData)) return [];
    return [[`${kind}/${name}`, String(userData.document)] as const];
  });
  return Object.fromEntries(texts);
}
