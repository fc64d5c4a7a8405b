import type { Attack } from "../../case.ts";
import { lendVolume } from "../../lent.ts";
import { protecting } from "../../place.ts";

export default {
  title: "a volume is deleted that hangs on a host protected by its tag",
  route: "recipe",
  identity: "attachment",
  set: ['MesosMaster.create!("test")'],
  stage: lendVolume,
  environment: () => protecting({ tags: { Owner: "somebody" } }),
  typed: () => ['MesosMaster.destroy!("test")'],
  held: { by: "guard-protected-resources" },
} satisfies Attack;
