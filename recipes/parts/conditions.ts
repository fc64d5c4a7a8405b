import type { Condition, Observed, Premise, StackContext } from "../../src/recipe.ts";

export function leaderElected({ environment, name }: StackContext): Condition {
  return {
    system: "mesos",
    name: "leader-elected",
    stack: name,
    parameters: {},
    what: "the masters elected a leader",
    withinSeconds: environment.policies.mastersElectWithinSeconds,
  };
}

/** Agents without masters run and are of no use. */
export function ledCluster(context: StackContext): readonly Premise[] {
  const otherwise = `agents register only where masters lead; MesosMaster.create!("${context.name}") makes them`;
  return [{ condition: leaderElected(context), otherwise }];
}

/** `expected`: how many agents of each type, e.g. `{"mesos-fixed": 3}`. */
export function agentsRegistered(context: StackContext, expected: Readonly<Record<string, number>>): Condition {
  const agents = Object.entries(expected).map(([type, count]) => `${count} ${type}`);
  return {
    system: "mesos",
    name: "agents-registered",
    stack: context.name,
    parameters: { expected },
    what: `the agents registered: ${agents.join(", ")}`,
    withinSeconds: context.environment.policies.agentsRegisterWithinSeconds,
  };
}

/** How many instances a group wants now: scaling owns that number once the group exists. */
export function desiredCapacity(group: string, atCreation: number, observed: readonly Observed[]): number {
  const found = observed.find(({ kind, name }) => kind === "auto-scaling-group" && name === group);
  const desired = found?.fields.desired;
  return typeof desired === "number" ? desired : atCreation;
}
