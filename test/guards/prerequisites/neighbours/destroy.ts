import type { Neighbour } from "../../case.ts";
import { withoutProfile } from "../../place.ts";

export default {
  title: "what needs no profile any more is destroyed",
  route: "recipe",
  identity: "name",
  set: ['MesosMaster.create!("test")'],
  environment: () => withoutProfile("masters"),
  typed: () => ['MesosMaster.destroy!("test")'],
  did: ["TerminateInstances"],
} satisfies Neighbour;
