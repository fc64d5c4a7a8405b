import type { Fields } from "../../model/json.ts";
import type { ConditionState } from "../../model/resource.ts";
import { arrivalOf } from "./history.ts";
import { shortSha } from "./names.ts";
import { haveVersion, mustBeAsExpected, type Place, placesIn, versionsIn } from "./places.ts";
import { requiredText } from "./wanted.ts";
import { type Bench, benchOf, type Workshop } from "./workshop.ts";

/** The default branch lacks the version. Parameters: `{repository, edit, version}`. @throws OpsError `edit-places` */
export async function editNeeded(parameters: Fields, shop: Workshop): Promise<ConditionState> {
  const version = requiredText(parameters, "version");
  const bench = await benchOf(shop, parameters.edit);
  const found = await foundIn(bench);
  const places = mustBeAsExpected(found, bench.edit, shop.sources.github.owner);
  return { holds: haveVersion(places, version) ? "no" : "yes", detail: whatIsThere(bench, places) };
}

/** The default branch has it. Parameters: `{repository, edit, version, branch}`. Value: the commit that brought it. */
export async function editMerged(parameters: Fields, shop: Workshop): Promise<ConditionState> {
  const version = requiredText(parameters, "version");
  const bench = await benchOf(shop, parameters.edit);
  const { places, wrong } = await foundIn(bench);
  const detail = whatIsThere(bench, places);
  if (wrong.length > 0) return { holds: "no", detail: `${detail}; ${wrong.join("; ")}`, next: nextOf(bench) };
  if (!haveVersion(places, version)) return { holds: "no", detail };
  const { mirror, trees, edit, now } = bench;
  const arrival = await arrivalOf({ mirror, trees, edit }, now.tip, version);
  const sha = arrival?.by ?? now.tip;
  const before = arrival?.before ? { before: versionsIn(arrival.before) } : {};
  return { holds: "yes", detail: `${detail}, since ${shortSha(sha)}`, value: { ...shaFields(sha), ...before } };
}

/** Where no place is left, all of them would have the version. */
function nextOf({ edit, mirror }: Bench): string {
  return `see what became of ${edit.files.join(", ")} in ${mirror.fullName}; correct the edit ${edit.id} in \`sources\` of the environment, or the files`;
}

export function shaFields(sha: string) {
  return { sha, short: shortSha(sha) };
}

async function foundIn({ edit, trees, now }: Bench) {
  return await placesIn(edit, await trees.at(now.tip, edit.files));
}

/** `nubank/deploy has mesos-master 1.9.0, mesos-slave 1.9.0` */
function whatIsThere({ mirror, edit }: Pick<Bench, "mirror" | "edit">, places: readonly Place[]): string {
  const versions = Object.entries(versionsIn(places)).map(([of, value]) => `${of} ${[value].flat().join(" and ")}`);
  const none = `no ${edit.pins.map(({ of }) => of).join(", no ")}`;
  return `${mirror.fullName} has ${versions.join(", ") || none}`;
}
