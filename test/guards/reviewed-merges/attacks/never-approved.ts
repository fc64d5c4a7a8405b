import type { Attack } from "../../case.ts";
import { askForReview, merging } from "../../merges.ts";

export default {
  ...merging,
  title: "a runbook merges what a reviewer has only commented on",
  route: "runbook",
  identity: "state",
  stage: async (scene) => void (await askForReview(scene, "COMMENTED")),
  held: { by: "guard-reviewed-merges" },
} satisfies Attack;
