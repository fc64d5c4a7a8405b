import { type Fields, isFields } from "../../model/json.ts";
import { numberAt, textAt } from "../../model/json-at.ts";
import type { Difference, Draft } from "../../model/plan.ts";
import type { Observed, Resource } from "../../model/resource.ts";
import type { Edit, Sources } from "../../model/sources.ts";
import { editIn } from "./edits.ts";
import { branchTarget, unknownResource } from "./observe.ts";

/** Pure: the branch to make, where it is not there and its change is needed. */
export function differenceOf(resource: Resource, observed: readonly Observed[], sources: Sources): Difference {
  const { kind, name, desired } = resource;
  const seen = observed.find((each) => each.system === "git" && each.kind === kind && each.name === name);
  const branch = textAt(desired ?? undefined, "branch");
  if (!desired || !seen || branch === undefined) throw unknownResource(resource);
  const edit = editIn(desired.edit, sources);
  const repository = `${sources.github.owner}/${edit.repository}`;
  const note = noteOf(seen.fields, branch);
  if (note !== undefined) return { drafts: [], notes: [`${repository}: ${note}`] };
  return { drafts: [draftOf(resource, seen, branch, edit, repository)], notes: [] };
}

/** What is there already. */
function noteOf(fields: Fields, branch: string): string | undefined {
  const state = textAt(fields, "state");
  if (state === "there") return "the default branch is as it is to be already";
  if (state !== "pushed") return undefined;
  const upon = numberAt(fields, "upon") ?? 0;
  const more = upon > 0 ? `, and ${upon} more ${upon === 1 ? "commit" : "commits"} upon it` : "";
  return `the branch ${branch} is there with this very change${more}`;
}

function draftOf(
  { name, desired }: Resource,
  { fields }: Observed,
  branch: string,
  { id, repository: shortName }: Edit,
  repository: string,
): Draft {
  const { version, reverts } = desired ?? {};
  const wanted = reverts === undefined ? { version: version ?? "" } : { reverts };
  return {
    action: "create",
    system: "git",
    kind: "branch",
    name,
    risk: "safe",
    because:
      reverts === undefined
        ? "the default branch has another version"
        : `what ${String(reverts)} brought is on the default branch`,
    does: `push ${branch} to ${repository}, one commit`,
    before: { versions: isFields(fields.versions) ? fields.versions : {} },
    after: { repository: shortName, branch, edit: id, ...wanted, diff: fields.diff ?? "" },
    targets: [branchTarget(repository, branch)],
  };
}
