import { beforeSending, type NotDone, notDone, OpsError } from "../../model/error.ts";
import { isIssued, notPermitted } from "../../model/permit.ts";
import type { Effect, Settlement } from "../../model/system.ts";
import { commitOf, treeWith } from "./commit.ts";
import { editState } from "./edit-state.ts";
import { filledIn } from "./edited.ts";
import { gitError } from "./error.ts";
import { failureOf, isUnsent } from "./failure.ts";
import { authorOf } from "./identity.ts";
import { rejectionOf } from "./mirror.ts";
import { shortSha } from "./names.ts";
import { revertConflict, revertState } from "./revert-state.ts";
import type { Wanted } from "./wanted.ts";

/** What a push gives. `commit`: where the branch is; `base`: the commit of the default branch that it was made from. */
export type Pushed = { readonly branch: string; readonly commit: string; readonly base: string };

/** A branch as it is to be: to be made from this tree, or there already. */
type Making =
  | { readonly isThere: true; readonly pushed: Pushed; readonly where: string }
  | { readonly isThere: false; readonly message: string; makeTree(): Promise<string> };

/**
 * Pushes one commit as a new branch. Plainly: a branch of that name that came meanwhile is never overwritten.
 * @param look looks anew; a look that fails means that nothing was sent
 */
export function pushEffect(look: () => Promise<Wanted>, at: () => number): Effect<Pushed> {
  return {
    name: "push",
    repeat: "once",
    async send(permit) {
      if (!isIssued(permit)) throw notPermitted("git pushes nothing by itself");
      const prepared = await beforeSending(() => prepare(look, at));
      return "isThere" in prepared ? prepared.pushed : await send(prepared, look);
    },
    probe: () => probe(look),
  };
}

interface Prepared {
  readonly wanted: Wanted;
  readonly pushed: Pushed;
}

async function prepare(look: () => Promise<Wanted>, at: () => number) {
  const wanted = await look();
  const making = await makingOf(wanted);
  if (making.isThere) return making;
  const { mirror, shop, now } = wanted.bench;
  const author = await authorOf(shop);
  const tree = await making.makeTree();
  const commit = await commitOf(mirror, { tree, parents: [now.tip], message: making.message, author, at: at() });
  return { wanted, pushed: { branch: wanted.branch, commit, base: now.tip } };
}

async function makingOf(wanted: Wanted): Promise<Making> {
  return wanted.reverts === undefined ? await editMaking(wanted) : await revertMaking(wanted);
}

async function editMaking({ bench, version, branch }: Wanted): Promise<Making> {
  const { mirror, now, edit } = bench;
  const state = await editState(bench, version, branch);
  if (state.state === "there") return isThere(branch, now.tip, now.tip, `${now.defaultBranch} has ${version}`);
  if (state.state === "pushed") return isThere(branch, state.commit, now.tip, "the branch has this very content");
  return {
    isThere: false,
    message: filledIn(edit.commit, version),
    makeTree: () => treeWith(mirror, now.tip, state.files),
  };
}

async function revertMaking({ bench, version, branch }: Wanted): Promise<Making> {
  const { mirror, now } = bench;
  const state = await revertState(bench, version, branch);
  if (state.state === "conflict") throw revertConflict(bench, state, branch);
  if (state.state === "pushed") return isThere(branch, state.commit, now.tip, "the branch takes it back");
  if (state.state !== "needed") return isThere(branch, now.tip, now.tip, `nothing of it is on ${now.defaultBranch}`);
  const subject = (await mirror.run(["show", "--no-patch", "--format=%s", state.arrival.by])).toString("utf8").trim();
  const message = `Revert "${subject}"\n\nThis reverts commit ${state.arrival.by}.`;
  return { isThere: false, message, makeTree: async () => state.tree };
}

function isThere(branch: string, commit: string, base: string, where: string): Making {
  return { isThere: true, pushed: { branch, commit, base }, where };
}

async function send({ wanted, pushed }: Prepared, look: () => Promise<Wanted>): Promise<Pushed> {
  const { mirror } = wanted.bench;
  const end = await mirror.push(pushed.commit, pushed.branch);
  if (end.exitCode === 0) return pushed;
  const rejection = rejectionOf(end);
  const what = `${mirror.fullName} did not take the branch ${pushed.branch}`;
  if (rejection !== undefined) return await joinedOr(notDone(gitError("git-push-rejected", what, rejection)), look);
  const failure = failureOf(end, `push to ${mirror.fullName}`);
  throw isUnsent(end) ? notDone(failure) : failure;
}

/** Another console may have pushed the same a moment before. */
async function joinedOr(rejected: NotDone, look: () => Promise<Wanted>): Promise<Pushed> {
  const making = await look()
    .then(makingOf)
    .catch(() => undefined);
  if (making?.isThere) return making.pushed;
  throw rejected;
}

async function probe(look: () => Promise<Wanted>): Promise<Settlement<Pushed>> {
  const wanted = await look();
  const { branch, bench } = wanted;
  const making = await makingOf(wanted).catch(unlessInTheWay);
  if (!making?.isThere) return { happened: "no", evidence: `${bench.mirror.fullName} has no branch ${branch}` };
  const at = shortSha(making.pushed.commit);
  return { happened: "yes", value: making.pushed, evidence: `${bench.mirror.fullName}: ${making.where}, ${at}` };
}

/** A conflict that came meanwhile says that there is no branch yet. */
function unlessInTheWay(error: unknown): undefined {
  if (!(error instanceof OpsError) || error.code !== "revert-conflict") throw error;
}
