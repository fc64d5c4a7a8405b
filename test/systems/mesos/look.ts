import type { Fields } from "#src/model/json.ts";
import type { ConditionState } from "#src/model/resource.ts";
import { createMesos, type Mesos } from "#src/systems/mesos/index.ts";
import type { Limits } from "#src/systems/mesos/limits.ts";
import { environmentOf, type Network } from "./network.ts";

/** For what never answers. Anything else gets the limits of production: a loaded machine is slow, not silent. */
export const quick: Partial<Limits> = { connectWithinMs: 400, answerWithinMs: 400 };

/** The system over a network's hosts, which are the masters of the stack `lab`. */
export function open(network: Network, masters: readonly string[], limits: Partial<Limits> = {}): Mesos {
  return createMesos({ environment: environmentOf(masters), world: network.world(), limits });
}

/** One look at a condition of `lab`. */
export function look(mesos: Mesos, name: string, parameters: Fields = {}): Promise<ConditionState> {
  return mesos.holds({ system: "mesos", name, stack: "lab", parameters, what: name, withinSeconds: 1 });
}
