import type { OpsError } from "../../model/error.ts";
import { maskedText } from "../../model/mask.ts";
import { quoted } from "../../model/printable.ts";
import { type GitCode, gitError } from "./error.ts";
import type { GitEnd } from "./program.ts";

/** git has no codes for what went wrong on the way: what it and ssh say in the C locale is all there is. */
const sayings: readonly (readonly [GitCode, RegExp])[] = [
  ["git-missing", /^(?:.*: )?(?:exec: )?git: not found/m],
  ["git-host-key", /Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED/],
  [
    "git-denied",
    /Permission denied|Authentication failed|could not read (?:Username|Password)|returned error: 40[13]\b/,
  ],
  [
    "git-no-repository",
    /repository '.*' not found|Repository not found|returned error: 404|not appear to be a git repo/i,
  ],
  [
    "git-unreachable",
    /Could not resolve host|Connection (?:refused|timed out|reset|closed)|Failed to connect|No route to host|early EOF|hung up|RPC failed|returned error: 5\d\d|Empty reply|unexpected disconnect|transfer closed|Operation too slow/i,
  ],
];

/** What a git that failed says, as an error for people. @param doing `fetch nubank/deploy` */
export function failureOf(end: GitEnd, doing: string): OpsError {
  const { endedAfterSeconds: seconds } = end;
  if (seconds !== undefined)
    return gitError("git-timeout", `git did not ${doing} in time`, `no end within ${seconds} s`);
  const [code] = sayings.find(([, saying]) => saying.test(end.stderr)) ?? ["git-failed" as const];
  return gitError(code, `git could not ${doing}`, said(end));
}

/** The lines that tell something, without secrets, on one line. */
export function said({ stderr, exitCode }: GitEnd): string {
  const lines = stderr.split(/[\r\n]+/).map((line) => line.replace(/\s+$/, ""));
  const telling = lines.filter(
    (line) => line !== "" && line !== "remote:" && !/^(?:hint:|warning: redirecting)/.test(line),
  );
  return quoted(withoutSecrets(telling.join("; ")), 400) || `exit code ${exitCode ?? "none"}`;
}

function withoutSecrets(text: string): string {
  return maskedText(text).replace(/\b(https?:\/\/)[^\s/@]+@/gi, "$1(masked)@");
}

/** A lock that another git holds for a moment, or a ref that it moved. */
export function isBusy({ stderr }: GitEnd): boolean {
  return /cannot lock ref|Unable to create '.*\.lock'|unable to update local ref|gc is already running/i.test(stderr);
}

/** No pack was sent: the connection, or the way in, did not come about. What the remote's hooks print does not tell. */
export function isUnsent({ stderr, endedAfterSeconds }: GitEnd): boolean {
  const own = stderr.replace(/^remote:.*$/gm, "");
  if (endedAfterSeconds !== undefined || /RPC failed|unexpected disconnect/.test(own)) return false;
  return /unable to access '|Authentication failed for|could not read (?:Username|Password)|ssh: connect to host|ssh: Could not resolve hostname|Host key verification failed|Permission denied \(|repository '.*' not found/.test(
    own,
  );
}
