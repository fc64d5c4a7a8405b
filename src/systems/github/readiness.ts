import type { Clock } from "../../model/world.ts";
import { type Check, checksOf } from "./checks.ts";
import { type Head, headText, type Pull, pullText, pullToMerge, readPull } from "./pulls.ts";
import type { Hub } from "./read.ts";
import { type Reviews, reviewsOf } from "./reviews.ts";

export interface Wanted {
  /** How many must have approved exactly what is merged. */
  readonly approvals: number;
  /** The branch that it is merged into. */
  readonly base: string;
  /** What its head must have been checked by. */
  readonly requiredChecks: readonly string[];
}

/** A pull request beside what it needs before it is merged. */
export interface Readiness {
  /** Absent: there is none. */
  readonly pull?: Pull;
  readonly approvedBy: readonly string[];
  readonly checks: readonly Check[];
  /** What is missing, for people; empty: it is ready, or merged already. */
  readonly missing: readonly string[];
  /** What does not come by waiting. */
  readonly isFinal: boolean;
  /** It was reviewed and is not ready: somebody, or a check, is at it again. */
  readonly isComing: boolean;
}

/** What is missing, and whether somebody has to mend something first. */
type Lack = { readonly text: string; readonly isFinal?: true };

const computesWithin = 5;
const computesAfterMs = 2_000;

/** Looks whether what would be merged was reviewed, checked and fits. */
export async function readinessOf(hub: Hub, head: Head, wanted: Wanted, clock: Clock): Promise<Readiness> {
  const found = await pullToMerge(hub, head);
  if (!found) return lacking({ text: `there is no pull request of ${headText(hub, head)}` });
  if (found.state === "closed") return closed(hub, head, found);
  const pull = found.state === "merged" ? found : await computed(hub, head, found.number, clock);
  const reviews = await reviewsOf(hub, head, pull);
  const checks = await checksOf(hub, head, pull.head);
  const lacks = pull.state === "merged" ? [] : lacksOf({ pull, reviews, checks, wanted, nowMs: clock.now() });
  const isFinal = lacks.some((lack) => lack.isFinal);
  return {
    pull,
    approvedBy: reviews.approvedBy,
    checks,
    missing: lacks.map(({ text }) => text),
    isFinal,
    isComing: lacks.length > 0 && !isFinal && wasReviewed(reviews, wanted),
  };
}

function wasReviewed({ approvedBy, approvedBefore }: Reviews, { approvals }: Wanted): boolean {
  return approvedBy.length + approvedBefore.length >= approvals;
}

function lacking(lack: Lack, pull?: Pull): Readiness {
  const isFinal = lack.isFinal ?? false;
  return { ...(pull && { pull }), approvedBy: [], checks: [], missing: [lack.text], isFinal, isComing: false };
}

function closed(hub: Hub, head: Head, pull: Pull): Readiness {
  return lacking({ text: `${pullText(hub, head, pull)} was closed without merging`, isFinal: true }, pull);
}

/** Whether it can be merged is found out only once it is asked for. */
async function computed(hub: Hub, head: Head, number: number, clock: Clock): Promise<Pull> {
  for (let look = 1; ; look += 1) {
    const pull = await readPull(hub, head, number);
    if (pull.state !== "open" || pull.isMergeable !== undefined || look === computesWithin) return pull;
    await clock.sleep(computesAfterMs);
  }
}

interface Judged {
  readonly pull: Pull;
  readonly reviews: Reviews;
  readonly checks: readonly Check[];
  readonly wanted: Wanted;
  readonly nowMs: number;
}

function lacksOf(judged: Judged): readonly Lack[] {
  const { pull, wanted } = judged;
  const lacks = [...reviewLacks(judged), ...checkLacks(judged), ...mergeLacks(judged)];
  if (pull.state === "closed") return [{ text: "it was closed without merging", isFinal: true }];
  if (pull.base !== wanted.base)
    lacks.push({ text: `it goes into ${pull.base}, not into ${wanted.base}`, isFinal: true });
  if (pull.isDraft) lacks.push({ text: "it is a draft" });
  return lacks;
}

function reviewLacks({ pull, reviews, wanted }: Judged): readonly Lack[] {
  const { approvedBy, approvedBefore, changesRequestedBy } = reviews;
  const open = wanted.approvals - approvedBy.length;
  const stale = approvedBefore.map(({ login, sha }) => `${login} approved ${short(sha)}`).join(", ");
  const because = stale ? ` of its head ${short(pull.head)} (${stale}, and it moved since)` : "";
  return [
    ...(open > 0 ? [{ text: `review by ${open === 1 ? "one" : open} more${because}` }] : []),
    ...changesRequestedBy.map((login) => ({ text: `${login} requests changes` })),
  ];
}

/** A commit that was pushed a moment ago has no checks yet: that is not green. */
const checksBeginWithinMs = 120_000;

function checkLacks({ pull, checks, wanted, nowMs }: Judged): readonly Lack[] {
  const isFresh = checks.length === 0 && nowMs - Date.parse(pull.updatedAt) < checksBeginWithinMs;
  const red = checks.filter(({ result }) => result === "red");
  const unbegun = unbegunOf(checks, wanted);
  const running = checks.filter(({ result }) => result === "running");
  return [
    ...red.map(({ name, state }) => ({ text: `check ${name} red: ${state}`, isFinal: true as const })),
    ...running.map(({ name, state }) => ({ text: `check ${name} ${state === "pending" ? "running" : state}` })),
    ...unbegun.map((name) => ({ text: `check ${name} has not begun` })),
    ...(isFresh && unbegun.length === 0 ? [{ text: "no check has begun yet" }] : []),
  ];
}

/** Others being green says nothing of one that was not even posted yet. */
function unbegunOf(checks: readonly Check[], { requiredChecks }: Wanted): readonly string[] {
  return requiredChecks.filter((required) => !checks.some(({ name }) => name === required));
}

/** The last word is GitHub's: its branch protection may want more than is looked at here. */
function mergeLacks({ pull, reviews, checks, wanted }: Judged): readonly Lack[] {
  if (pull.isMergeable === undefined) return [{ text: "GitHub has not found out yet whether it can be merged" }];
  if (!pull.isMergeable || pull.mergeableState === "dirty") {
    return [{ text: `it conflicts with ${wanted.base}`, isFinal: true }];
  }
  if (pull.mergeableState === "behind")
    return [{ text: `it is behind ${wanted.base}, and has to be brought up to date` }];
  const isReviewed = reviews.approvedBy.length >= wanted.approvals && reviews.changesRequestedBy.length === 0;
  const isChecked = checks.every(({ result }) => result === "green") && unbegunOf(checks, wanted).length === 0;
  if (pull.mergeableState !== "blocked" || !isReviewed || !isChecked) return [];
  return [{ text: "the branch protection wants something more" }];
}

export function short(sha: string): string {
  return sha.slice(0, 7);
}
