import type { Attack } from "../../case.ts";
import { protecting } from "../../place.ts";

export default {
  title: "fixed agents go with their stack",
  route: "recipe",
  identity: "tag",
  environment: () => protecting({ tags: { Role: "mesos-fixed" } }),
  typed: () => ['MesosFixed.destroy!("test")'],
  held: { by: "guard-protected-resources" },
} satisfies Attack;
