import type { Attack } from "../../case.ts";
import { parkEndOfMasters } from "../../masters.ts";
import { protecting } from "../../place.ts";

export default {
  title: "a parked run goes on after a name was protected",
  route: "resume",
  identity: "name",
  set: ['MesosMaster.create!("test")'],
  stage: parkEndOfMasters,
  environment: () => protecting({ names: ["MESOS-MASTER-TEST-C"] }),
  typed: () => ['resume!("r2")'],
  held: { by: "guard-protected-resources" },
} satisfies Attack;
