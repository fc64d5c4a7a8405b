import type { Neighbour } from "../../case.ts";
import { askForReview, merging } from "../../merges.ts";

export default {
  ...merging,
  title: "what is approved and green is merged",
  route: "runbook",
  identity: "state",
  stage: async (scene) => void (await askForReview(scene, "APPROVED")),
  did: ["PUT /repos/nubank/deploy/pulls/74/merge"],
} satisfies Neighbour;
