import { createHash } from "node:crypto";
import type { Fields } from "../../model/json.ts";

/** What everything here is named by. */
export interface Place {
  readonly owner: string;
  readonly repository: string;
}

export const api = "https://api.github.com";
export const pages = "https://github.com";

/** The same number for the same thing. */
export function idOf(text: string): number {
  return Number.parseInt(createHash("sha256").update(text).digest("hex").slice(0, 7), 16);
}

export function nodeId(text: string): string {
  return Buffer.from(text).toString("base64url");
}

/** `2026-11-20T08:31:09Z` */
export function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, "Z");
}

export function instantOrNull(milliseconds: number | null | undefined): string | null {
  return milliseconds === null || milliseconds === undefined ? null : instant(milliseconds);
}

export function repositoryUrl({ owner, repository }: Place): string {
  return `${api}/repos/${owner}/${repository}`;
}

export function pageOf({ owner, repository }: Place): string {
  return `${pages}/${owner}/${repository}`;
}

const userPaths = {
  ...{ followers_url: "/followers", following_url: "/following{/other_user}", gists_url: "/gists{/gist_id}" },
  ...{ starred_url: "/starred{/owner}{/repo}", subscriptions_url: "/subscriptions", organizations_url: "/orgs" },
  ...{ repos_url: "/repos", events_url: "/events{/privacy}", received_events_url: "/received_events" },
} as const;

export function userJson(login: string, type: "User" | "Organization" = "User"): Fields {
  const url = `${api}/users/${login}`;
  const urls = Object.entries(userPaths).map(([name, path]) => [name, `${url}${path}`]);
  return {
    ...{ login, id: idOf(`user ${login}`), node_id: nodeId(`User ${login}`), avatar_url: `${pages}/${login}.png` },
    ...{ gravatar_id: "", url, html_url: `${pages}/${login}`, type, site_admin: false, user_view_type: "public" },
    ...Object.fromEntries(urls),
  };
}

/** `pulls_url` and its kin, by their names: what stands behind the repository's own. */
const repositoryPaths: Readonly<Record<string, string>> = {
  archive: "/{archive_format}{/ref}",
  assignees: "/assignees{/user}",
  blobs: "/git/blobs{/sha}",
  branches: "/branches{/branch}",
  collaborators: "/collaborators{/collaborator}",
  comments: "/comments{/number}",
  commits: "/commits{/sha}",
  compare: "/compare/{base}...{head}",
  contents: "/contents/{+path}",
  contributors: "/contributors",
  deployments: "/deployments",
  downloads: "/downloads",
  events: "/events",
  forks: "/forks",
  git_commits: "/git/commits{/sha}",
  git_refs: "/git/refs{/sha}",
  git_tags: "/git/tags{/sha}",
  hooks: "/hooks",
  issue_comment: "/issues/comments{/number}",
  issue_events: "/issues/events{/number}",
  issues: "/issues{/number}",
  keys: "/keys{/key_id}",
  labels: "/labels{/name}",
  languages: "/languages",
  merges: "/merges",
  milestones: "/milestones{/number}",
  notifications: "/notifications{?since,all,participating}",
  pulls: "/pulls{/number}",
  releases: "/releases{/id}",
  stargazers: "/stargazers",
  statuses: "/statuses/{sha}",
  subscribers: "/subscribers",
  subscription: "/subscription",
  tags: "/tags",
  teams: "/teams",
  trees: "/git/trees{/sha}",
};

export function repositoryJson(place: Place): Fields {
  const { owner, repository: name } = place;
  const url = repositoryUrl(place);
  const urls = Object.entries(repositoryPaths).map(([kind, path]) => [`${kind}_url`, `${url}${path}`]);
  return {
    ...{ id: idOf(`repository ${name}`), node_id: nodeId(`Repository ${name}`), name, full_name: `${owner}/${name}` },
    ...{ private: true, owner: userJson(owner, "Organization"), html_url: pageOf(place), description: null },
    ...{ fork: false, url, ...Object.fromEntries(urls) },
  };
}
