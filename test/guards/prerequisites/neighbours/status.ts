import type { Neighbour } from "../../case.ts";
import { withoutProfile } from "../../place.ts";

export default {
  title: "a look at a stack whose profile is missing",
  route: "recipe",
  identity: "name",
  environment: () => withoutProfile("masters"),
  typed: () => ['(await MesosMaster.status("test")).drift.length > 0'],
  value: true,
} satisfies Neighbour;
