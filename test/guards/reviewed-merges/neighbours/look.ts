import type { Neighbour } from "../../case.ts";
import { askForReview, merging } from "../../merges.ts";

export default {
  ...merging,
  title: "a look at a merge that nobody has approved yet",
  route: "runbook",
  identity: "state",
  stage: async (scene) => void (await askForReview(scene, "COMMENTED", 1)),
  typed: () => ['MergeAtOnce("deploy")'],
} satisfies Neighbour;
