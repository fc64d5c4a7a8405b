import type { Attack } from "../../case.ts";
import { locked } from "../../place.ts";

export default {
  title: "its agents that scale are destroyed",
  route: "recipe",
  identity: "name",
  environment: () => locked,
  typed: () => ['MesosOnDemand.destroy!("test")'],
  held: { by: "guard-stack-protection" },
} satisfies Attack;
