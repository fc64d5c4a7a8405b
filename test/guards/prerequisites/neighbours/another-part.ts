import type { Neighbour } from "../../case.ts";
import { withoutProfile } from "../../place.ts";

export default {
  title: "only another part's profile is missing",
  route: "recipe",
  identity: "name",
  set: [],
  environment: () => withoutProfile("spot"),
  typed: () => ['MesosMaster.create!("test")'],
  did: ["RunInstances"],
} satisfies Neighbour;
