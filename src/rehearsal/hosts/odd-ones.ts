import type { Site } from "../site/index.ts";

/** The master that the faults of containers and clocks befall: the second, so that the others can be worked on. */
export function oddMaster({ ground }: Site): string {
  return ground.environment.masters.names[1] ?? "";
}

/** The hosts behind whose addresses somebody else answers, with the fault `host-key-changed`. */
export function masqueradingNames(site: Site): readonly string[] {
  return [oddMaster(site), "alibuild07"];
}
