import type { Attack } from "../../case.ts";
import { protecting } from "../../place.ts";
import { renameToSpare } from "../../renamed.ts";

export default {
  title: "a renamed host is replaced by its new name, protected by its host name",
  route: "changed tag or name",
  identity: "name",
  set: ['MesosFixed.create!("test")'],
  stage: renameToSpare,
  environment: async (scene) => protecting({ names: [await scene.host("spare")] }),
  typed: () => ['MesosFixed.replace!("test", "spare")'],
  held: { by: "guard-protected-resources" },
} satisfies Attack;
