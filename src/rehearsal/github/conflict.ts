import type { Github } from "./github.ts";
import { trialMerge } from "./mergeability.ts";
import type { PullRecord } from "./pull.ts";
import { resolveConflict } from "./resolving.ts";

const after = 150;
const author = { name: "dev-c", email: "dev-c@example.com" };
const addedLine = "# Agents and masters have the same version.";

/** While `merge-conflict` holds: a line beside what scale-cluster's pull request changes comes to the default branch. */
export class Conflict {
  readonly #github: Github;
  #pull: PullRecord | undefined;
  #isResolved = false;

  constructor(github: Github) {
    this.#github = github;
  }

  opened(pull: PullRecord): void {
    const { time, troubles } = this.#github.deps.ground;
    if (pull.repository !== "scale-cluster" || this.#pull || !troubles.has("merge-conflict")) return;
    this.#pull = pull;
    time.after(after, () => this.#github.meanwhile(() => this.#write(pull)));
  }

  /** The fault was mended: somebody brings the default branch into the pull request's. */
  look(): void {
    const { troubles } = this.#github.deps.ground;
    const pull = this.#pull;
    if (!pull || this.#isResolved || troubles.has("merge-conflict")) return;
    this.#isResolved = true;
    this.#github.meanwhile(() => this.#resolve(pull));
  }

  async #write({ repository, base, head }: PullRecord): Promise<void> {
    const { repositories, ground } = this.#github.deps;
    const [path] = (await repositories.git(repository, "diff", "--name-only", base, head)).split("\n");
    const [ours, theirs] = await Promise.all([base, head].map((at) => repositories.read(repository, at, path ?? "")));
    if (path === undefined || !ours || !theirs) return;
    const files = { [path]: withLineBeside(ours.toString("latin1"), theirs.toString("latin1")) };
    const message = "Say which version agents have";
    await repositories.commit(repository, base, { author, at: ground.time.now(), message, files });
  }

  async #resolve({ repository, branch, base, head, isOpen }: PullRecord): Promise<void> {
    const { repositories, ground } = this.#github.deps;
    const tip = await repositories.tip(repository, base);
    if (!isOpen || tip === undefined) return;
    const { tree, conflicts } = await trialMerge(repositories, repository, tip, head);
    if (conflicts.length === 0) return;
    await repositories.inTurn(repository, () =>
      resolveConflict({
        folder: repositories.path(repository),
        branch,
        head,
        tip,
        tree,
        conflicts,
        author,
        at: ground.time.now(),
      }),
    );
  }
}

/** The first line that differs gets a neighbour: git cannot tell which of two changes side by side comes first. */
function withLineBeside(ours: string, theirs: string): Buffer {
  const [lines, others] = [ours.split("\n"), theirs.split("\n")];
  const place = lines.findIndex((line, index) => line !== others[index]);
  return Buffer.from(lines.toSpliced(place + 1, 0, addedLine).join("\n"), "latin1");
}
