import type { Edit } from "../../model/sources.ts";
import type { TreeReader } from "./files.ts";
import type { Mirror } from "./mirror.ts";
import { haveVersion, type Place, placesIn } from "./places.ts";
import { remembering } from "./remembered.ts";

/** One commit of the default branch, with what an edit's places have there. */
export interface Moment {
  readonly commit: string;
  readonly places: readonly Place[];
}

export interface Past {
  readonly mirror: Mirror;
  readonly trees: TreeReader;
  readonly edit: Edit;
}

/** Commits that touch the files are looked through one after the other, from the newest. */
const commitsAtMost = 300;

/** The default branch's own commits (first parents) that touch an edit's files, the newest first; read as they are asked for. */
async function* momentsOf({ mirror, trees, edit }: Past, tip: string): AsyncGenerator<Moment> {
  const pathspecs = edit.files.map((file) => `:(glob)${file}`);
  const log = ["log", "--first-parent", "--format=%H", `--max-count=${commitsAtMost}`, tip, "--", ...pathspecs];
  const commits = (await mirror.text(log)).split("\n").filter((line) => line !== "");
  for (const commit of commits) {
    yield { commit, places: (await placesIn(edit, await trees.at(commit, edit.files))).places };
  }
}

/** How a version came to the default branch, and whether it was taken back. */
export interface Arrival {
  /** The commit of the default branch that brought it: the merge, or the squashed commit. */
  readonly by: string;
  /** What its places had before; `undefined` where they were made with it. */
  readonly before?: readonly Place[];
  /** The first later commit that has again what was before. */
  readonly undoneBy?: string;
}

const arrivals = remembering<Arrival | undefined>();

/** The last time that the version came; `undefined`: it never did. */
export function arrivalOf(past: Past, tip: string, version: string): Promise<Arrival | undefined> {
  return arrivals(past.mirror, [past.edit, tip, version], () => lookForArrival(past, tip, version));
}

async function lookForArrival(past: Past, tip: string, version: string): Promise<Arrival | undefined> {
  const later: Moment[] = [];
  let newest: Moment | undefined;
  for await (const moment of momentsOf(past, tip)) {
    const has = moment.places.length > 0 && haveVersion(moment.places, version);
    if (newest && !has) return arrival(newest, moment, later);
    if (has) newest = moment;
    else later.push(moment);
  }
  return newest && { by: newest.commit };
}

function arrival({ commit }: Moment, { places: before }: Moment, later: readonly Moment[]): Arrival {
  const undone = before.length > 0 ? later.findLast((moment) => isSame(moment.places, before)) : undefined;
  return { by: commit, before, ...(undone && { undoneBy: undone.commit }) };
}

/** Whether a commit has another one in its history. */
export async function isUpon(mirror: Mirror, commit: string, earlier: string): Promise<boolean> {
  const { exitCode } = await mirror.answer(["merge-base", "--is-ancestor", earlier, commit], { answers: [1] });
  return exitCode === 0;
}

/** The same versions of the same things, wherever in the files they stand. */
export function isSame(one: readonly Place[], other: readonly Place[]): boolean {
  const told = (places: readonly Place[]) => [...new Set(places.map(({ of, value }) => `${of} ${value}`))].sort();
  return told(one).join("\n") === told(other).join("\n");
}
