import { type Fields, isFields, type Json } from "../../model/json.ts";
import type { ConditionState } from "../../model/resource.ts";
import { shaFields } from "./edit-conditions.ts";
import { shortSha } from "./names.ts";
import { versionsIn } from "./places.ts";
import { type RevertState, revertNeeded, versionOfBranch } from "./revert-state.ts";
import { requiredText } from "./wanted.ts";
import { type Bench, benchOf, type Workshop } from "./workshop.ts";

/** What the bump's branch brought is still on the default branch. Parameters: `{repository, edit, branch}`. Value: `{sha, short, before}`. */
export async function revertWanted(parameters: Fields, shop: Workshop): Promise<ConditionState> {
  const { state, detail } = await lookAt(parameters, shop);
  if (state.state === "never" || state.state === "there") return { holds: "no", detail };
  const { arrival, before } = state;
  return { holds: "yes", detail, value: { ...shaFields(arrival.by), before: versionsIn(before) } };
}

/** It is back as before. Parameters: `{repository, edit, branch}`. Value: the commit that took it back. */
export async function revertMerged(parameters: Fields, shop: Workshop): Promise<ConditionState> {
  const { state, detail, bench } = await lookAt(parameters, shop);
  if (state.state === "there") return { holds: "yes", detail, value: shaFields(state.by) };
  if (state.state === "never") return { holds: "yes", detail, value: shaFields(bench.now.tip) };
  return { holds: "no", detail };
}

/**
 * Which edits are still on the default branches. Parameters: `{branches: [{repository, edit, branch}]}`. Value: the ids of
 * those whose `revert-needed` is yes.
 */
export async function stillMerged({ branches }: Fields, shop: Workshop): Promise<ConditionState> {
  const listed = Array.isArray(branches) ? branches.filter((each: Json) => isFields(each)) : [];
  const looks = await Promise.all(listed.map((each: Fields) => lookAt(each, shop)));
  const there = looks.filter(({ state }) => state.state !== "never" && state.state !== "there");
  const lines = there.map(({ bench, detail }) => `${bench.edit.id}: ${detail}`);
  const detail = lines.join("\n") || "nothing of it is on a default branch";
  return { holds: "yes", detail, value: there.map(({ bench }) => bench.edit.id) };
}

async function lookAt(parameters: Fields, shop: Workshop) {
  const bench = await benchOf(shop, parameters.edit);
  const version = versionOfBranch(requiredText(parameters, "branch"), bench.edit);
  const state = await revertNeeded(bench, version);
  return { bench, state, detail: detailOf(state, bench, version) };
}

function detailOf(state: RevertState, { mirror, now }: Bench, version: string): string {
  const where = `${now.defaultBranch} of ${mirror.fullName}`;
  if (state.state === "never") return `${where} never had ${version}`;
  const came = `${version} came to ${where} with ${shortSha(state.arrival.by)}`;
  if (state.state === "there") return `${came} and was taken back with ${shortSha(state.by)}`;
  if (state.state === "conflict") return `${came}; ${state.conflict.files.join(", ")} changed since, in its way`;
  return `${came} and is still there`;
}
