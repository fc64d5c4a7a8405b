import { ask, type Condition, check, type Edit, type Proviso, type Step } from "../../src/runbook.ts";
import { branchOf, editData, looked, type Passage, pinnedIn, withVersion } from "./campaign.ts";
import { bumped } from "./campaign-bump.ts";
import { closed } from "./campaign-passage.ts";
import type { RecordedBump } from "./recorded-bump.ts";

/** The question what else is taken back; the check that lists it. */
const elseQuestion = { check: "still-merged", ask: "what-else" } as const;

interface Place {
  readonly lane: string;
  readonly mergesAfter: readonly string[];
  /** Only where a person did not leave it out. */
  readonly isChosen?: boolean;
}

/** What an edit brought to the default branch, taken back by a commit of its own; only where it is still there. */
export function reverted(edit: Edit, { version, run }: RecordedBump, place: Place): Passage {
  const { id, repository } = edit;
  const reverts = branchOf(edit, version);
  const branch = `revert-${reverts}`;
  const title = withVersion(edit.title, version);
  const parameters = { repository, edit: editData(edit), branch: reverts };
  const isChosen = place.isChosen ? [chosen(id)] : [];
  return {
    id,
    lane: place.lane,
    repository,
    branch,
    does: `take ${version} of ${pinnedIn(edit)} back in ${repository}`,
    title: `Revert "${title}"`,
    body: `Takes "${title}" back, as part of taking the Mesos bump to ${version} back (${run}).`,
    desired: { repository, branch, edit: editData(edit), reverts },
    merged: looked("git", "revert-merged", `${repository} has it no more in its default branch`, parameters),
    onlyIf: [...isChosen, isStillThere(parameters)],
    followedIf: [...isChosen, isMerged(repository, branch)],
    isOptional: place.isChosen === true,
    after: place.isChosen ? [elseQuestion.ask] : [],
    mergesAfter: place.mergesAfter,
  };
}

function isStillThere(parameters: Condition["parameters"]): Proviso {
  const condition = looked("git", "revert-needed", "what the bump merged is still there", parameters);
  return { condition, holds: "yes", because: "it was merged and is still there" };
}

/** Nothing was to be taken back where there is no merged revert; then nothing is waited for. */
function isMerged(repository: string, branch: string): Proviso {
  const condition = looked("github", "merged", `the revert in ${repository} is merged`, { repository, branch });
  return { condition, holds: "yes", because: "its revert was merged" };
}

function chosen(id: string): Proviso {
  const unless = "nothing of it is merged";
  return { answer: elseQuestion.ask, includes: id, because: "it is taken back on request", unless };
}

/** The bump's own pull request of an edit, where it was never merged. */
export function bumpClosed(edit: Edit, lane: string, { version }: RecordedBump): Step {
  return closed(bumped(edit, version, { lane, after: [], mergesAfter: [] }), []);
}

/** What of the bump is still there besides what is always taken back, and which of it is taken back too. */
export function whatElse(edits: readonly Edit[], { version }: RecordedBump): readonly Step[] {
  if (edits.length === 0) return [];
  const { check: merged, ask: which } = elseQuestion;
  const branches = edits.map((edit) => {
    return { repository: edit.repository, edit: editData(edit), branch: branchOf(edit, version) };
  });
  const what = "what of the bump is still in default branches is known";
  return [
    check({
      id: merged,
      title: "find what else of the bump is still merged",
      because: "images and models of the new version do no harm by themselves: each is taken back on request",
      after: [],
      conditions: [looked("git", "still-merged", what, { branches })],
    }),
    ask({
      id: which,
      title: "say what else is taken back",
      after: [merged],
      question: { text: "Which of these are taken back as well?", shows: [merged], selectsFrom: merged },
    }),
  ];
}
