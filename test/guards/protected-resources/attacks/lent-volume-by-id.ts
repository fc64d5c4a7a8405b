import type { Attack } from "../../case.ts";
import { lendVolume } from "../../lent.ts";
import { protecting } from "../../place.ts";

export default {
  title: "a volume is deleted that hangs on a host protected by its id",
  route: "recipe",
  identity: "attachment",
  set: ['MesosMaster.create!("test")'],
  stage: lendVolume,
  environment: async (scene) => protecting({ ids: [await scene.instance("borrower")] }),
  typed: () => ['MesosMaster.destroy!("test")'],
  held: { by: "guard-protected-resources" },
} satisfies Attack;
