import type { Fields, Json } from "../../model/json.ts";
import { textAt } from "../../model/json-at.ts";
import type { Change } from "../../model/plan.ts";
import { printable } from "../../model/printable.ts";
import { keyOf, type Observed, type Resource, type Target } from "../../model/resource.ts";
import type { Sources } from "../../model/sources.ts";
import { editState } from "./edit-state.ts";
import { gitError } from "./error.ts";
import { shown } from "./names.ts";
import { type Place, versionsIn } from "./places.ts";
import { type RevertState, revertState } from "./revert-state.ts";
import { unifiedDiff } from "./unified-diff.ts";
import { type Wanted, wantedIn } from "./wanted.ts";
import type { Workshop } from "./workshop.ts";

/** How the branches stand, each with the change that it is to bring. @throws OpsError for an edit that does not fit */
export async function observe(resources: readonly Resource[], shop: Workshop): Promise<readonly Observed[]> {
  return await Promise.all(resources.map((resource) => observeOne(resource, shop)));
}

async function observeOne(resource: Resource, shop: Workshop): Promise<Observed> {
  if (resource.kind !== "branch" || !resource.desired) throw unknownResource(resource);
  const wanted = await wantedIn(resource.desired, shop);
  const fields = wanted.reverts === undefined ? await fieldsOfEdit(wanted) : await fieldsOfRevert(wanted);
  const target = branchTarget(wanted.bench.mirror.fullName, wanted.branch);
  return { system: "git", kind: "branch", name: resource.name, fields, targets: [target] };
}

async function fieldsOfEdit({ bench, version, branch }: Wanted): Promise<Fields> {
  const state = await editState(bench, version, branch);
  const files = "files" in state ? state.files : [];
  const after = new Map(files.map(({ path, text }) => [path, text.split("\n")]));
  const places = state.places.map((place) => ({
    ...asJson(place),
    after: printable(shown(after.get(place.file)?.[place.line - 1] ?? "")) || place.text,
  }));
  const versions = versionsIn(state.places);
  const upon = "upon" in state ? { upon: state.upon } : {};
  return { state: state.state, base: bench.now.tip, versions, places, diff: unifiedDiff(files), ...upon };
}

async function fieldsOfRevert({ bench, version, branch }: Wanted): Promise<Fields> {
  const { mirror, now } = bench;
  const state = await revertState(bench, version, branch);
  const fields = { state: state.state === "never" ? "there" : state.state, base: now.tip, diff: "", places: [] };
  if (state.state === "needed") return { ...fields, ...about(state), diff: await diffTo(state.tree) };
  if (state.state === "conflict") return { ...fields, ...about(state), diff: state.conflict.hunks.join("\n") };
  return fields;

  async function diffTo(tree: string): Promise<string> {
    const args = ["diff-tree", "-p", "--no-color", "--no-ext-diff", "--no-textconv", now.tip, tree];
    return printable((await mirror.run(args)).toString("utf8"), { keepsLines: true });
  }
}

function about({ arrival, before }: Extract<RevertState, { before: unknown; arrival: unknown }>): Fields {
  return { reverts: arrival.by, versions: versionsIn(before) };
}

function asJson({ file, line, of, value, text }: Place): Fields & Record<"of" | "before", Json> {
  return { file: printable(shown(file)), line, of, value, before: text };
}

/** The same whether the branch is there or not: it is known by its name. */
export function branchTarget(repository: string, branch: string): Target {
  const id = `${repository}:${branch}`;
  return { system: "git", kind: "branch", id, names: [branch], tags: {}, attached: [repository], isManaged: true };
}

export function unknownResource(resource: Pick<Resource, "kind" | "name">): Error {
  return gitError("git-name", `${keyOf(resource)} is nothing that git makes`, "it makes branches");
}

/** What a change is about, without a look. */
export function targetsOf({ after }: Pick<Change, "after">, { github }: Sources): readonly Target[] {
  const [repository, branch] = [textAt(after, "repository"), textAt(after, "branch")];
  return repository && branch ? [branchTarget(`${github.owner}/${repository}`, branch)] : [];
}
