import type { Json } from "../../model/json.ts";
import { textAt } from "../../model/json-at.ts";
import { quoted } from "../../model/printable.ts";
import { type Head, pathOf } from "./pulls.ts";
import { type Hub, readAll } from "./read.ts";

/** A check run or a commit status: two systems that say the same of a commit. */
export interface Check {
  readonly name: string;
  readonly result: "green" | "red" | "running";
  /** As GitHub words it: `success`, `timed_out`, `queued`. */
  readonly state: string;
}

/** A check that was not for this commit is no objection. Source: sheet, section C. */
const greenConclusions: ReadonlySet<string> = new Set(["success", "neutral", "skipped"]);

/** Of that very commit, not of whatever the branch is now. */
export async function checksOf(hub: Hub, { repository }: Head, sha: string): Promise<readonly Check[]> {
  const commit = `${pathOf(hub, repository)}/commits/${encodeURIComponent(sha)}`;
  const runs = await readAll(hub, `${commit}/check-runs?filter=latest&per_page=100`, "check_runs");
  // Without any status the combined state is `pending`: only the statuses themselves tell.
  const statuses = await readAll(hub, `${commit}/status?per_page=100`, "statuses");
  return [...runs.map(checkOfRun), ...statuses.map(checkOfStatus)];
}

function checkOfRun(run: Json): Check {
  const [status, conclusion] = [textAt(run, "status") ?? "", textAt(run, "conclusion") ?? ""];
  const name = quoted(textAt(run, "name") ?? "");
  if (status !== "completed") return { name, result: "running", state: quoted(status) };
  return { name, result: greenConclusions.has(conclusion) ? "green" : "red", state: quoted(conclusion) };
}

function checkOfStatus(status: Json): Check {
  const state = textAt(status, "state") ?? "";
  const result = state === "success" ? "green" : state === "pending" ? "running" : "red";
  return { name: quoted(textAt(status, "context") ?? ""), result, state: quoted(state) };
}
