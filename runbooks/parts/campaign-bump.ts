import type { Bump, CampaignEnvironment, Condition, Edit, Proviso } from "../../src/runbook.ts";
import { branchOf, editData, looked, type Passage, pinnedIn, withVersion } from "./campaign.ts";

/** The question which models are bumped; the check whose list it selects from. */
export const modelQuestion = { check: "models", ask: "which-models" } as const;

type Place = Pick<Passage, "after" | "mergesAfter"> & { readonly lane?: string };

/** An edit on its way, taken wherever the default branch still lacks it. */
export function bumped(edit: Edit, version: string, { lane = edit.id, after, mergesAfter }: Place): Passage {
  const { id, repository } = edit;
  const parameters = { repository, edit: editData(edit), version };
  const branch = branchOf(edit, version);
  const lacks = looked(
    "git",
    "edit-needed",
    `${repository} is still to get ${version} of ${pinnedIn(edit)}`,
    parameters,
  );
  const there = `${repository} has ${version} of ${pinnedIn(edit)} in its default branch`;
  return {
    id,
    lane,
    repository,
    branch,
    does: `write ${version} for ${pinnedIn(edit)} in ${repository}`,
    title: withVersion(edit.title, version),
    body: withVersion(edit.body, version),
    desired: { repository, branch, edit: editData(edit), version },
    merged: looked("git", "edit-merged", there, { ...parameters, branch }),
    onlyIf: [{ condition: lacks, holds: "yes", because: `${repository} does not have it yet` }],
    followedIf: [],
    isOptional: false,
    after,
    mergesAfter,
  };
}

/** The edit of one model repository, all of it only if it was not left out. */
export function modelBumped(
  repository: string,
  version: string,
  { sources }: CampaignEnvironment,
  place: Place,
): Passage {
  const passage = bumped(modelEdit(repository, sources.bump), version, { lane: repository, ...place });
  const because = "it depends on the images and was not left out";
  const unless = "it does not depend on the images";
  const isChosen: Proviso = { answer: modelQuestion.ask, includes: repository, because, unless };
  return { ...passage, onlyIf: [isChosen, ...passage.onlyIf], followedIf: [isChosen], isOptional: true };
}

/** The edit of the models, of that repository. */
export function modelEdit(repository: string, { models }: Bump): Edit {
  return { ...models.edit, id: repository, repository };
}

/** All edits of a bump, in the order in which they are merged. */
export function editsOf(bump: Bump): readonly Edit[] {
  const { base, dependents, edits, models, stacks, trialStack } = bump;
  const modelEdits = models.repositories.map((repository) => modelEdit(repository, bump));
  const trial = stacks.filter(({ stack }) => stack === trialStack);
  const others = stacks.filter(({ stack }) => stack !== trialStack);
  return [base, dependents, ...trial, ...edits, ...modelEdits, ...others];
}

/** Earlier edits that this one needs merged: it pins what their repository is. */
export function neededBy({ pins }: Edit, earlier: readonly Edit[]): readonly Edit[] {
  return earlier.filter(({ id, repository }) => pins.some(({ of }) => of === id || of === repository));
}

/** Which of the configured models have a pin of the images: their names. */
export function dependingModels({ models }: Bump): Condition {
  const { repositories } = models;
  const edit = editData({ ...models.edit, id: "models", repository: "" });
  const what = "the models that depend on the images are known";
  return looked("git", "depends", what, { repositories, edit });
}

/** A bump goes forwards. A model that is ahead by itself can be left out. */
export function pinsNotNewer(version: string, { models }: Bump): Condition {
  const what = `no pin is newer than ${version}, but for the models`;
  return looked("git", "pins-not-newer", what, { version, except: models.repositories });
}

/** Every pin has the version, but for the models that were left out. */
export function pinsAgree(version: string): Condition {
  const parameters = { version, except: { evidenceOf: modelQuestion.ask } };
  return looked("git", "pins-agree", `every pin is ${version}, but for the models left out`, parameters);
}
