import type { Attack } from "../../case.ts";
import { locked } from "../../place.ts";

export default {
  title: "a parked run goes on after the stack was protected",
  route: "resume",
  identity: "name",
  set: ['MesosFixed.create!("test")'],
  stage: (scene) => scene.park(scene.base, 'MesosFixed.destroy!("test")'),
  environment: () => locked,
  typed: () => ['resume!("r2")'],
  held: { by: "guard-stack-protection" },
} satisfies Attack;
