import type { Fields } from "../../model/json.ts";
import type { ConditionState } from "../../model/resource.ts";
import type { Repository } from "../../model/sources.ts";
import type { Clock } from "../../model/world.ts";
import type { Check } from "./checks.ts";
import { mergedValue } from "./merged.ts";
import { type Head, headText, type Pull, pullOf, pullsOf, pullText, pullToMerge } from "./pulls.ts";
import type { Hub } from "./read.ts";
import { type Readiness, readinessOf, type Wanted } from "./readiness.ts";

/** One branch, and the repository as the environment describes it. */
export interface About {
  readonly hub: Hub;
  readonly head: Head;
  readonly repository: Repository;
  readonly clock: Clock;
}

export type Look = (about: About, parameters: Fields) => Promise<ConditionState>;

/** What can be asked of GitHub, by the condition's name. Parameters: `{repository, branch}` and what stands there. */
export const conditions: Readonly<Record<string, Look>> = {
  "ready-to-merge": readyToMerge,
  merged,
  "pr-open": prOpen,
  "pr-settled": prSettled,
};

/** `{approvals}`: of exactly the head; absent: as many as the environment wants. */
async function readyToMerge(about: About, { approvals }: Fields): Promise<ConditionState> {
  const readiness = await readinessOf(about.hub, about.head, wantedOf(about.repository, approvals), about.clock);
  const { pull, missing, isFinal, checks, approvedBy } = readiness;
  if (!pull) return { holds: "no", detail: missing.join("; ") };
  const value = { number: pull.number, url: pull.url, head: pull.head, approvedBy, checks: checks.map(wordsOf) };
  if (missing.length === 0) return { holds: "yes", detail: readyText(about, readiness, pull), value };
  return {
    holds: "no",
    detail: `${pullText(about.hub, about.head, pull)}: ${missing.join("; ")}`,
    value,
    next: nextFor(pull, isFinal),
    ...(isFinal && { isFinal }),
  };
}

/** Never fewer than the environment wants, whoever asks. */
export function wantedOf(
  { approvals, defaultBranch, requiredChecks = [] }: Repository,
  asked?: Fields[string],
): Wanted {
  return { approvals: Math.max(approvals, typeof asked === "number" ? asked : 0), base: defaultBranch, requiredChecks };
}

function wordsOf({ name, state }: Check): string {
  return `${name} ${state}`;
}

function readyText({ hub, head }: About, { approvedBy, checks }: Readiness, pull: Pull): string {
  const name = pullText(hub, head, pull);
  if (pull.state === "merged") return `${name} is merged`;
  const by = approvedBy.length === 0 ? "no approval needed" : `approved by ${approvedBy.join(", ")}`;
  return `${name}: ${by}; ${checks.length === 0 ? "no checks" : `${checks.length} checks green`}`;
}

function nextFor({ url, state }: Pull, isFinal: boolean): string {
  if (state === "closed") return `reopen ${url}, or abort the run`;
  return isFinal ? `mend it at ${url}: what waits for it looks again` : `have it reviewed: ${url}`;
}

async function merged({ hub, head }: About): Promise<ConditionState> {
  const pull = await pullToMerge(hub, head);
  if (pull?.state !== "merged") return notMerged(hub, head, pull);
  const value = await mergedValue(hub, head, pull);
  const by = value.approvedBy.length === 0 ? "" : `, approved by ${value.approvedBy.join(", ")}`;
  return { holds: "yes", detail: `${pullText(hub, head, pull)} is merged${by}`, value };
}

function notMerged(hub: Hub, head: Head, pull: Pull | undefined): ConditionState {
  if (!pull) return { holds: "no", detail: `there is no pull request of ${headText(hub, head)}` };
  const detail = `${pullText(hub, head, pull)} is ${pull.state}`;
  return { holds: "no", detail, next: pull.url, ...(pull.state === "closed" && { isFinal: true }) };
}

async function prOpen({ hub, head }: About): Promise<ConditionState> {
  const pull = (await pullsOf(hub, head)).find(({ state }) => state === "open");
  if (!pull) return { holds: "no", detail: `no open pull request has the head ${headText(hub, head)}` };
  const value = { number: pull.number, url: pull.url, head: pull.head };
  return { holds: "yes", detail: `${pullText(hub, head, pull)} is open`, value };
}

/** Nothing is under way: no pull request of that branch is open. */
async function prSettled(about: About): Promise<ConditionState> {
  const { holds, detail, value } = await prOpen(about);
  if (holds === "yes") return { holds: "no", detail, ...(value !== undefined && { value }) };
  const pull = await pullOf(about.hub, about.head);
  return { holds: "yes", detail: pull ? `${pullText(about.hub, about.head, pull)} is ${pull.state}` : detail };
}
