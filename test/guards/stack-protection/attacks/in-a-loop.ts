import type { Attack } from "../../case.ts";
import { locked } from "../../place.ts";

export default {
  title: "several are asked for in a loop",
  route: "several matches",
  identity: "name",
  environment: () => locked,
  typed: () => ['for (const part of [MesosFixed, MesosMaster]) part.destroy!("test")'],
  held: { by: "guard-stack-protection" },
} satisfies Attack;
