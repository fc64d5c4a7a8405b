import { NotDone } from "../../model/error.ts";
import type { Fields } from "../../model/json.ts";
import type { Repository, Sources } from "../../model/sources.ts";
import type { Head } from "./pulls.ts";

/** What a resource or a change of GitHub is about. */
export interface Request {
  readonly head: Head;
  readonly title: string;
  readonly body: string;
}

/** @throws NotDone `github-unknown-change`: it does not say which branch of which repository */
export function requestOf(fields: Fields | null | undefined, name: string): Request {
  const { repository, branch, title, body } = fields ?? {};
  if (typeof repository !== "string" || typeof branch !== "string" || branch === "") throw unclear(name, "branch");
  return { head: { repository, branch }, title: textOr(title, branch), body: textOr(body, "") };
}

function textOr(value: Fields[string] | undefined, otherwise: string): string {
  return typeof value === "string" ? value : otherwise;
}

/** The repository as the environment describes it. @throws NotDone `github-unknown-change` */
export function repositoryOf({ repositories }: Sources, name: string): Repository {
  const found = Object.hasOwn(repositories, name) ? repositories[name] : undefined;
  if (found) return found;
  throw unclear(name, "repository of the environment");
}

export function unclear(name: string, what: string): NotDone {
  return new NotDone({
    code: "github-unknown-change",
    reason: "internal",
    what: `${name} is nothing that GitHub can be asked to do`,
    why: `it names no ${what}`,
    next: "mend the runbook that planned it",
  });
}
