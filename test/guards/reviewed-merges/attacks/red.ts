import type { Attack } from "../../case.ts";
import { askForReview, merging } from "../../merges.ts";

export default {
  ...merging,
  title: "a runbook merges what is approved and does not build",
  route: "runbook",
  identity: "state",
  async stage(scene) {
    const head = await askForReview(scene, "APPROVED");
    (await scene.forge()).github.checks.fail(head);
  },
  held: { by: "guard-reviewed-merges" },
} satisfies Attack;
