import type { RolePoliciesFields } from "../../../model/aws-kinds.ts";
import { OpsError } from "../../../model/error.ts";
import type { Json } from "../../../model/json.ts";
import { readPolicyFile } from "./policy-file.ts";
import { readRoleFile } from "./role-file.ts";
import type { SourceFile } from "./source-file.ts";

/** Texts of a repository's files at the tip of its default branch, by path; a file that is not there is left out. */
export type ReadFiles = (repository: string, paths: readonly string[]) => Promise<Readonly<Record<string, string>>>;

type Written = Pick<RolePoliciesFields, "repository" | "file" | "directory">;

/**
 * What the repository says that the role has: documents by the names of their policies.
 * @throws OpsError `malformed-policy`, `missing-policy-file`
 */
export async function wantedPolicies(written: Written, read: ReadFiles): Promise<Readonly<Record<string, Json>>> {
  const { repository, file } = written;
  const texts = await read(repository, [file]);
  const names = await readRoleFile(fileIn(texts, repository, file, "the environment names it"));
  return policiesNamed(names, written, read);
}

/** One of them. */
export async function wantedPolicy(name: string, written: Written, read: ReadFiles): Promise<Json> {
  return (await policiesNamed([name], written, read))[name] ?? null;
}

async function policiesNamed(names: readonly string[], { repository, file, directory }: Written, read: ReadFiles) {
  const paths = names.map((name) => `${directory}/${name}.json`);
  const texts = paths.length === 0 ? {} : await read(repository, paths);
  const documents = paths.map((path) => readPolicyFile(fileIn(texts, repository, path, `${file} lists it`)));
  return Object.fromEntries((await Promise.all(documents)).map((document, index) => [names[index] ?? "", document]));
}

function fileIn(texts: Readonly<Record<string, string>>, repository: string, path: string, why: string): SourceFile {
  const text = Object.hasOwn(texts, path) ? texts[path] : undefined;
  if (text !== undefined) return { repository, path, text };
  throw new OpsError({
    code: "missing-policy-file",
    reason: "check",
    what: `${repository} has no file ${path}`,
    why: `${why}, and it is not on the default branch`,
    next: `put it there by a reviewed change, or correct what names it`,
  });
}
