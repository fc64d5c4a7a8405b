import type { Neighbour } from "../../case.ts";

export default {
  title: "a stack without protection is destroyed",
  route: "recipe",
  identity: "name",
  set: ['MesosMaster.create!("test")'],
  typed: () => ['MesosMaster.destroy!("test")'],
  did: ["TerminateInstances"],
} satisfies Neighbour;
