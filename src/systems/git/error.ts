import { OpsError, type Reason } from "../../model/error.ts";

/**
 * What went wrong with a repository.
 *
 * - `git-unreachable`: no connection, or one that broke.
 * - `git-timeout`: no end within the time.
 * - `git-denied`: no key, token or right that the remote takes.
 * - `git-host-key`: SSH does not know the remote's host key, or another one.
 * - `git-no-repository`: the remote has none of that name, or does not show it.
 * - `git-no-branch`: the repository has no such default branch.
 * - `git-push-rejected`: the remote said no: a hook, a protected branch, another one's push.
 * - `git-missing`: this machine has no git, or one that is too old.
 * - `git-identity`: nobody to name as the author of a commit.
 * - `git-remote`, `git-name`: the environment names what cannot be a remote, a repository or a branch.
 * - `git-copy`: the copy in the console's folder cannot be worked with: locked for long, or broken.
 * - `git-failed`: anything else that git says.
 */
export type GitCode =
  | "git-unreachable"
  | "git-timeout"
  | "git-denied"
  | "git-host-key"
  | "git-no-repository"
  | "git-no-branch"
  | "git-push-rejected"
  | "git-missing"
  | "git-identity"
  | "git-copy"
  | "git-remote"
  | "git-name"
  | "git-failed";

const nextSteps: Record<GitCode, string> = {
  "git-unreachable": "see that the remote's host is reached from here (VPN, proxy), then look again",
  "git-timeout": "see that the remote's host is reached from here and is not slow, then look again",
  "git-denied":
    "for an SSH remote: ssh-add -l, and see that the key is known on GitHub; for HTTPS: set GITHUB_TOKEN to a token that may read and write the repository",
  "git-host-key":
    "compare the host's key with the one its owner publishes, add it by an ssh to it from a terminal, then look again",
  "git-no-repository": "see that the name is right and that you may read it; `sources` of the environment names it",
  "git-no-branch": "correct its `defaultBranch` in `sources` of the environment",
  "git-push-rejected": "do what the remote asks for, then try again",
  "git-missing": "install git 2.38 or newer and start the console again",
  "git-identity": 'git config --global user.name "…" and git config --global user.email "…"',
  "git-remote": "correct `git.remote` in `sources` of the environment",
  "git-name": "correct it in `sources` of the environment, or in the runbook that asks for it",
  "git-copy": "see that no git works in the folder, then remove it: it is only a copy, and is made anew",
  "git-failed": "try the same by hand with git; then look again",
};

const reasons: Partial<Record<GitCode, Reason>> = {
  "git-remote": "usage",
  "git-name": "usage",
  "git-identity": "usage",
};

export function gitError(code: GitCode, what: string, why: string, cause?: unknown): OpsError {
  return new OpsError({ code, reason: reasons[code] ?? "system", what, why, next: nextSteps[code], cause });
}

/** The environment's data and the files in the repositories do not fit; a person has to say which is right. */
export function checkError(code: string, what: string, why: string, next: string): OpsError {
  return new OpsError({ code, reason: "check", what, why, next });
}
