import type { Attack } from "../../case.ts";
import { protecting } from "../../place.ts";
import { renameToSpare } from "../../renamed.ts";

export default {
  title: "a renamed host is replaced by its new name",
  route: "changed tag or name",
  identity: "id",
  set: ['MesosFixed.create!("test")'],
  stage: renameToSpare,
  environment: async (scene) => protecting({ ids: [await scene.instance("spare")] }),
  typed: () => ['MesosFixed.replace!("test", "spare")'],
  held: { by: "guard-protected-resources" },
} satisfies Attack;
