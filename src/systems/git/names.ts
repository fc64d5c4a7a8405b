import { gitError } from "./error.ts";

/** A repository's name as GitHub allows it; it becomes a folder's. @throws OpsError `git-name` */
export function checkedRepository(name: string): string {
  if (/^[A-Za-z0-9_][\w.-]*$/.test(name)) return name;
  throw gitError("git-name", `${JSON.stringify(name)} is no repository's name`, "it has letters, digits, . _ and -");
}

/** A branch's name; one that git might take for an option or a path is refused. @throws OpsError `git-name` */
export function checkedBranch(name: string): string {
  const isSound = /^[A-Za-z0-9_][\w./+-]*$/.test(name) && !/\.\.|\/\/|\/\.|\.lock(\/|$)|[./]$/.test(name);
  if (isSound) return name;
  throw gitError(
    "git-name",
    `${JSON.stringify(name)} is no branch's name`,
    "git would not take it, or take it for more",
  );
}

/** As git shortens it in what it prints; enough to find it again. */
export function shortSha(sha: string): string {
  return sha.slice(0, 10);
}

/** Text of bytes that were read one character for each byte. */
export function shown(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString("utf8");
}
