import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TreeFile } from "./files.ts";
import type { Author } from "./identity.ts";
import type { Mirror } from "./mirror.ts";

/**
 * The tree of a commit with some files changed. Made from git's own objects: nothing is checked out, so that no hook,
 * filter or attribute of the repository has a say, and every byte is kept.
 */
export async function treeWith(mirror: Mirror, base: string, files: readonly TreeFile[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "mesos-console-git-"));
  try {
    const env = { GIT_INDEX_FILE: join(folder, "index") };
    await mirror.run(["read-tree", base], { env });
    const lines: string[] = [];
    for (const { path, mode, text } of files) lines.push(`${mode} ${await blobOf(mirror, text)}\t${path}\0`);
    const input = Buffer.from(lines.join(""), "latin1");
    await mirror.run(["update-index", "-z", "--index-info"], { env, input });
    return await mirror.text(["write-tree"], { env });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function blobOf(mirror: Mirror, text: string): Promise<string> {
  return await mirror.text(["hash-object", "-w", "--no-filters", "--stdin"], { input: Buffer.from(text, "latin1") });
}

export interface NewCommit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: Author;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Makes a commit; the same again of the same. */
export async function commitOf(mirror: Mirror, { tree, parents, message, author, at }: NewCommit): Promise<string> {
  const date = `@${Math.floor(at / 1000)} +0000`;
  const env = {
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: author.name,
    GIT_COMMITTER_EMAIL: author.email,
    GIT_COMMITTER_DATE: date,
  };
  const args = ["commit-tree", tree, ...parents.flatMap((parent) => ["-p", parent]), "-F", "-"];
  return await mirror.text(args, { env, input: `${message.trimEnd()}\n` });
}
