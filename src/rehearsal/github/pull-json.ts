import { createHash } from "node:crypto";
import type { Fields } from "../../model/json.ts";
import {
  api,
  instant,
  instantOrNull,
  nodeId,
  type Place,
  pageOf,
  repositoryJson,
  repositoryUrl,
  userJson,
} from "./json.ts";
import type { PullRecord, Review } from "./pull.ts";

/** As a list of pull requests has it. */
export function pullRow(owner: string, pull: PullRecord, baseSha: string): Fields {
  const place = { owner, repository: pull.repository };
  return {
    ...linksOf(place, pull),
    ...{ id: pull.id, node_id: nodeId(`PullRequest ${pull.id}`), number: pull.number, locked: false },
    ...{ state: pull.isOpen ? "open" : "closed", title: pull.title, body: pull.body, draft: pull.isDraft },
    ...{ user: userJson(pull.author), labels: [], milestone: null, active_lock_reason: null },
    ...{ created_at: instant(pull.openedAt), updated_at: instant(updatedAt(pull)) },
    ...{ closed_at: instantOrNull(pull.closedAt), merged_at: instantOrNull(pull.merged?.at) },
    ...{ merge_commit_sha: pull.merged?.sha ?? trialMergeOf(pull, baseSha), assignee: null, assignees: [] },
    ...{ requested_reviewers: [], requested_teams: [], author_association: "MEMBER", auto_merge: null },
    head: endOf(place, pull.branch, pull.head),
    base: endOf(place, pull.base, baseSha),
  };
}

/** Before it is merged GitHub tells a commit there that is on no branch; of one that was closed the last of these. */
function trialMergeOf({ head }: PullRecord, baseSha: string): string {
  return createHash("sha1").update(`${head} ${baseSha}`).digest("hex");
}

function updatedAt(pull: PullRecord): number {
  return Math.max(pull.headAt, pull.closedAt ?? 0, ...pull.reviews.map(({ at }) => at));
}

function endOf(place: Place, ref: string, sha: string): Fields {
  const { owner } = place;
  return { label: `${owner}:${ref}`, ref, sha, user: userJson(owner, "Organization"), repo: repositoryJson(place) };
}

function linksOf(place: Place, { number, head }: PullRecord): Fields {
  const [pull, issue] = [`${repositoryUrl(place)}/pulls/${number}`, `${repositoryUrl(place)}/issues/${number}`];
  const page = `${pageOf(place)}/pull/${number}`;
  const links = {
    ...{ self: pull, html: page, issue, comments: `${issue}/comments`, review_comments: `${pull}/comments` },
    ...{ review_comment: `${repositoryUrl(place)}/pulls/comments{/number}`, commits: `${pull}/commits` },
    statuses: `${repositoryUrl(place)}/statuses/${head}`,
  };
  return {
    ...{ url: pull, html_url: page, diff_url: `${page}.diff`, patch_url: `${page}.patch`, issue_url: issue },
    ...{ commits_url: links.commits, review_comments_url: links.review_comments },
    ...{ review_comment_url: links.review_comment, comments_url: links.comments, statuses_url: links.statuses },
    _links: Object.fromEntries(Object.entries(links).map(([name, href]) => [name, { href }])),
  };
}

export interface Standing {
  /** `null`: it is being found out. */
  readonly isMergeable: boolean | null;
  readonly isApproved: boolean;
  readonly isGreen: boolean;
  readonly changedFiles: number;
  readonly commits: number;
}

/** As `GET /pulls/{number}` shows it. */
export function pullJson(owner: string, pull: PullRecord, baseSha: string, standing: Standing): Fields {
  return {
    ...pullRow(owner, pull, baseSha),
    ...{ merged: pull.merged !== undefined, mergeable: standing.isMergeable, rebaseable: standing.isMergeable },
    ...{ mergeable_state: stateOf(pull, standing), merged_by: pull.merged ? userJson(pull.merged.by) : null },
    ...{ comments: 0, review_comments: 0, maintainer_can_modify: false, commits: standing.commits },
    ...{ additions: standing.changedFiles, deletions: standing.changedFiles, changed_files: standing.changedFiles },
  };
}

function stateOf({ isDraft, isOpen }: PullRecord, { isMergeable, isApproved, isGreen }: Standing): string {
  if (!isOpen || isMergeable === null) return "unknown";
  if (isDraft) return "draft";
  if (!isMergeable) return "dirty";
  return isApproved && isGreen ? "clean" : "blocked";
}

export function reviewJson(owner: string, pull: PullRecord, review: Review): Fields {
  const place = { owner, repository: pull.repository };
  const page = `${pageOf(place)}/pull/${pull.number}`;
  const url = `${repositoryUrl(place)}/pulls/${pull.number}`;
  return {
    ...{ id: review.id, node_id: nodeId(`Review ${review.id}`), user: userJson(review.login), body: "" },
    ...{ state: review.state, html_url: `${page}#pullrequestreview-${review.id}`, pull_request_url: url },
    ...{ author_association: review.association, submitted_at: instant(review.at), commit_id: review.sha },
    _links: { html: { href: page }, pull_request: { href: url } },
  };
}

export function viewerJson(login: string): Fields {
  return { ...userJson(login), name: login, company: null, blog: "", email: null, url: `${api}/user` };
}
