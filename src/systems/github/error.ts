import { NotDone, OpsError, type OpsErrorInit } from "../../model/error.ts";

/**
 * What went wrong between the console and GitHub.
 *
 * - `github-no-token`: no token is set.
 * - `github-denied`: 401, or a 403 that is no limit.
 * - `github-limit`: a rate limit that lasts too long to be waited for.
 * - `github-moved`: a repository has another name now, or the answer leads to another server.
 * - `github-answer`: an answer that is not the expected one.
 * - `github-refused`: GitHub understood and said no.
 */
export type GithubCode =
  | "github-no-token"
  | "github-denied"
  | "github-limit"
  | "github-moved"
  | "github-answer"
  | "github-refused";

const nextSteps: Readonly<Record<GithubCode, string>> = {
  "github-no-token":
    "set GITHUB_TOKEN to a token that may read and write the repositories and their pull requests, then start again; CheckAccess() shows all that is missing",
  "github-denied": "look whether the token in GITHUB_TOKEN is still valid and may do that in this repository",
  "github-limit": "wait until then, and go on: nothing is lost",
  "github-moved": "write the repository's present name into the environment file",
  "github-answer": "look again; then open the repository in a browser",
  "github-refused": "open the pull request in a browser",
};

function initOf(code: GithubCode, what: string, why: string, next = nextSteps[code]): OpsErrorInit {
  return { code, reason: "system", what, why, next };
}

export function githubError(code: GithubCode, what: string, why: string, next?: string): OpsError {
  return new OpsError(initOf(code, what, why, next));
}

/** The same, of a change that GitHub did not make. */
export function githubRefusal(code: GithubCode, what: string, why: string, next?: string): NotDone {
  return new NotDone(initOf(code, what, why, next));
}
