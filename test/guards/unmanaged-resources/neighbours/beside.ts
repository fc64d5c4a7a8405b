import type { Neighbour } from "../../case.ts";
import { addForeignHost } from "../../lent.ts";

export default {
  title: "a host that scale-ec2 made is left alone beside ours",
  route: "recipe",
  identity: "tag",
  set: ['MesosMaster.create!("test")'],
  stage: addForeignHost,
  typed: async () => ['MesosMaster.destroy!("test")', '(await hosts("test")).map((host) => host.isManaged)'],
  did: ["TerminateInstances"],
  value: [false],
} satisfies Neighbour;
