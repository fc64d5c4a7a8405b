import type { Attack } from "../../case.ts";
import { quick, sharing, withStack } from "../../place.ts";

const { onDemand } = quick.stacks.test ?? {};
const inOneZone = onDemand && { onDemand: { ...onDemand, zones: onDemand.zones.slice(0, 1) } };

export default {
  title: "a group leaves two of its three subnets, and the agents there with them",
  route: "recipe",
  identity: "count",
  environment: () => sharing(0.25, withStack({ ...inOneZone }, quick)),
  typed: () => ['MesosOnDemand.create!("test")'],
  held: { by: "guard-share-at-once" },
} satisfies Attack;
