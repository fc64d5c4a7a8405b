import type { Attack } from "../../case.ts";
import { parkEndOfMasters } from "../../masters.ts";
import { protecting } from "../../place.ts";

export default {
  title: "a parked run goes on after a volume was protected",
  route: "resume",
  identity: "attachment",
  set: ['MesosMaster.create!("test")'],
  stage: parkEndOfMasters,
  environment: async (scene) => protecting({ ids: [await scene.volume("mesos-master-test-a")] }),
  typed: () => ['resume!("r2")'],
  held: { by: "guard-protected-resources" },
} satisfies Attack;
