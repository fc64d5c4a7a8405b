import type { Json } from "../../model/json.ts";
import { textAt } from "../../model/json-at.ts";
import { quoted } from "../../model/printable.ts";
import { type Head, type Pull, pathOf } from "./pulls.ts";
import { type Hub, readAll } from "./read.ts";

/** What reviewers said last of a pull request, each by login. */
export interface Reviews {
  /** Of exactly its head. */
  readonly approvedBy: readonly string[];
  /** Of an earlier commit: they have not seen what is merged. */
  readonly approvedBefore: readonly { readonly login: string; readonly sha: string }[];
  readonly changesRequestedBy: readonly string[];
}

/** Of people who have nothing to do with the repository; anybody can review in a public one. */
const bystanders: ReadonlySet<string> = new Set(["NONE", "FIRST_TIMER", "FIRST_TIME_CONTRIBUTOR", "MANNEQUIN"]);
/** A comment alone takes no approval back. */
const judgements: ReadonlySet<string> = new Set(["APPROVED", "CHANGES_REQUESTED", "DISMISSED"]);

/** Source: GitHub's reference, "List reviews for a pull request": in the order in which they were given. */
export async function reviewsOf(hub: Hub, head: Head, pull: Pull): Promise<Reviews> {
  const rows = await readAll(hub, `${pathOf(hub, head.repository)}/pulls/${pull.number}/reviews?per_page=100`);
  const last = new Map<string, Json>();
  for (const row of rows.filter(counts)) last.set(loginIn(row), row);
  const latest = [...last].filter(([login]) => login !== pull.author);
  const saying = (state: string) => latest.filter(([, row]) => textAt(row, "state") === state);
  const approved = saying("APPROVED").map(([login, row]) => ({ login, sha: textAt(row, "commit_id") ?? "" }));
  return {
    approvedBy: approved.filter(({ sha }) => sha === pull.head).map(({ login }) => login),
    approvedBefore: approved.filter(({ sha }) => sha !== pull.head),
    changesRequestedBy: saying("CHANGES_REQUESTED").map(([login]) => login),
  };
}

function counts(row: Json): boolean {
  const isJudgement = judgements.has(textAt(row, "state") ?? "");
  return isJudgement && loginIn(row) !== "" && !bystanders.has(textAt(row, "author_association") ?? "");
}

function loginIn(row: Json): string {
  return quoted(textAt(row, "user", "login") ?? "");
}
