import type { Attack } from "../../case.ts";
import { parkEndOfMasters } from "../../masters.ts";
import { protecting } from "../../place.ts";

export default {
  title: "a parked run goes on after an id was protected",
  route: "resume",
  identity: "id",
  set: ['MesosMaster.create!("test")'],
  stage: parkEndOfMasters,
  environment: async (scene) => protecting({ ids: [await scene.instance("mesos-master-test-a")] }),
  typed: () => ['resume!("r2")'],
  held: { by: "guard-protected-resources" },
} satisfies Attack;
