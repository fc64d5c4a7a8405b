import type { Attack } from "../../case.ts";
import { askForReview, merging } from "../../merges.ts";
import { reviewedBy } from "../../place.ts";

export default {
  ...merging,
  title: "one has approved where the environment wants two",
  route: "runbook",
  identity: "count",
  stage: async (scene) => void (await askForReview(scene, "APPROVED")),
  environment: () => reviewedBy(2),
  held: { by: "guard-reviewed-merges" },
} satisfies Attack;
