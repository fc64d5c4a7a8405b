import type { Attack } from "../../case.ts";
import { seenAndLent, spoilSightings } from "../../ruses.ts";

export default {
  title: "what was seen cannot be read",
  route: "detached",
  async ruse(scene) {
    await seenAndLent(scene);
    spoilSightings(scene);
  },
  typed: () => `DeleteVm!("alibuild01")`,
  by: "sightings-unreadable",
  reason: "system",
} satisfies Attack;
