import { join } from "node:path";
import type { Review } from "../../src/rehearsal/github/pull.ts";
import type { Scene } from "./case.ts";

/** A branch that somebody wants merged. */
export const hasty = "hasty";

/** Where a runbook is that merges it, in place of the project's. */
export const recipes = join(import.meta.dirname, "greedy");

/** What a case with a pull request has: nothing of AWS is needed. */
export const merging = { set: [], recipes, typed: () => ['MergeAtOnce!("deploy")'] } as const;

/** Somebody pushes the branch in deploy and asks for a review, which is given so; then so many minutes pass. */
export async function askForReview(scene: Scene, state: Review["state"], minutes = 6): Promise<string> {
  const { repositories, github } = await scene.forge();
  const author = { name: "dev-d", email: "dev-d@example.com" };
  const commit = { author, at: Date.now(), message: "Be quick\n", files: { "docs/hasty.md": "Quick.\n" } };
  await repositories.commit("deploy", hasty, commit);
  const words = { title: "Be quick", head: hasty, base: "master", body: "", isDraft: false };
  const pull = await github.open("deploy", words);
  if (!("number" in pull)) throw new Error(`no pull request: ${pull.message}`);
  github.review(pull, { login: "reviewer-b", state });
  scene.pass(minutes);
  return pull.head;
}
