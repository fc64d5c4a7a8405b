import type { Attack } from "../../case.ts";
import { parkEndOfMasters } from "../../masters.ts";
import { protecting } from "../../place.ts";

export default {
  title: "a parked run goes on after a tag was protected",
  route: "resume",
  identity: "tag",
  set: ['MesosMaster.create!("test")'],
  stage: parkEndOfMasters,
  environment: () => protecting({ tags: { Cluster: "cantareira-test", Role: "mesos-master" } }),
  typed: () => ['resume!("r2")'],
  held: { by: "guard-protected-resources" },
} satisfies Attack;
