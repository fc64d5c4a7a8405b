import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { importStream, type NewCommit } from "./fast-import.ts";
import { type Merged, type MergeOrder, mergeInto } from "./merge.ts";
import { tipOf, tipsOf } from "./refs.ts";
import { callGit, runGit } from "./run.ts";

/** A repository as it is when the world begins. */
export interface SeededRepository {
  readonly name: string;
  readonly defaultBranch: string;
  /** Oldest first; at least one. */
  readonly commits: readonly NewCommit[];
}

export interface RepositoriesOptions {
  /** An own folder of this world; made when the first repository is asked for. */
  readonly folder: string;
  readonly seeds: readonly SeededRepository[];
}

/** A branch that has moved: no `before` when it is new, no `after` when it is gone. */
export interface Moved {
  readonly repository: string;
  readonly branch: string;
  readonly before?: string;
  readonly after?: string;
}

/** One commit of `log`, newest first. */
export interface LoggedCommit {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly author: string;
  readonly email: string;
  /** Milliseconds since the epoch, of the committer. */
  readonly at: number;
  readonly title: string;
}

/** Nothing is ever packed or collected here, and nothing outlives the machine. */
const settings =
  "[core]\n\trepositoryformatversion = 0\n\tbare = true\n\tfsync = none\n[gc]\n\tauto = 0\n[receive]\n\tautogc = false\n";

/** The world's bare repositories, real ones, each made when somebody first asks for it. */
export class Repositories {
  readonly #folder: string;
  readonly #seeds: ReadonlyMap<string, SeededRepository>;
  readonly #made = new Map<string, Promise<void>>();
  readonly #turns = new Map<string, Promise<unknown>>();
  readonly #watchers: ((moved: Moved) => void)[] = [];
  #isCleared = false;

  constructor({ folder, seeds }: RepositoriesOptions) {
    this.#folder = folder;
    this.#seeds = new Map(seeds.map((seed) => [seed.name, seed]));
  }

  /** All of them are there. */
  async ready(): Promise<void> {
    await Promise.all(this.names().map((name) => this.#ready(name)));
  }

  names(): readonly string[] {
    return [...this.#seeds.keys()];
  }

  /** Where `<name>.git` of each stands, for git's own server. */
  get root(): string {
    return this.#folder;
  }

  path(name: string): string {
    return join(this.#folder, `${name}.git`);
  }

  defaultBranch(name: string): string {
    return this.#seedOf(name).defaultBranch;
  }

  /** What git writes. @throws Error with its words when it fails */
  async git(name: string, ...args: readonly string[]): Promise<string> {
    await this.#ready(name);
    return runGit({ folder: this.path(name), args });
  }

  /** The sha at which a branch stands; `undefined` when there is none of that name. */
  async tip(name: string, branch: string): Promise<string | undefined> {
    await this.#ready(name);
    return tipOf(this.path(name), branch);
  }

  /** All branches with their tips. */
  async branches(name: string): Promise<ReadonlyMap<string, string>> {
    await this.#ready(name);
    return tipsOf(this.path(name));
  }

  /** The commits of a branch or revision, newest first. */
  async log(name: string, revision: string, ...args: readonly string[]): Promise<readonly LoggedCommit[]> {
    const format = "--format=%H%x1f%P%x1f%an%x1f%ae%x1f%ct%x1f%s";
    const lines = await this.git(name, "log", format, ...args, "--end-of-options", revision, "--");
    return lines.split("\n").filter(Boolean).map(loggedCommit);
  }

  /** A file's bytes at a revision; `undefined` when it is not there. */
  async read(name: string, revision: string, path: string): Promise<Buffer | undefined> {
    await this.#ready(name);
    const args = ["cat-file", "blob", `${revision}:${path}`];
    const { exitCode, stdout } = await callGit({ folder: this.path(name), args });
    return exitCode === 0 ? stdout : undefined;
  }

  /** Paths of all files at a revision, or of those below a folder. */
  async list(name: string, revision: string, folder?: string): Promise<readonly string[]> {
    const below = folder === undefined ? [] : ["--", `${folder}/`];
    const lines = await this.git(name, "ls-tree", "-r", "--name-only", "--full-tree", revision, ...below);
    return lines.split("\n").filter(Boolean);
  }

  /** Whether one commit is among another's ancestors, or the same. */
  async isAncestor(name: string, ancestor: string, of: string): Promise<boolean> {
    await this.#ready(name);
    const args = ["merge-base", "--is-ancestor", ancestor, of];
    return (await callGit({ folder: this.path(name), args })).exitCode === 0;
  }

  /** One more commit on a branch; on a new one upon the default branch. @returns its sha */
  async commit(name: string, branch: string, commit: NewCommit): Promise<string> {
    return await this.inTurn(name, async () => {
      const onto = (await this.tip(name, branch)) ?? (await this.tip(name, this.defaultBranch(name)));
      const input = importStream({ branch, commits: [commit], ...(onto ? { onto } : {}) });
      return await runGit({ folder: this.path(name), args: ["fast-import", "--quiet", "--done"], input });
    });
  }

  /** Brings `head` (a branch or a sha) into the branch `base` as GitHub's merge button does. */
  async merge(name: string, order: MergeOrder): Promise<Merged> {
    return await this.inTurn(name, () => mergeInto({ folder: this.path(name), ...order }));
  }

  /** Removes a branch; nothing happens when there is none. */
  async remove(name: string, branch: string): Promise<void> {
    await this.inTurn(name, async () => {
      const args = ["update-ref", "-d", `refs/heads/${branch}`];
      if (await this.tip(name, branch)) await runGit({ folder: this.path(name), args });
    });
  }

  /** Hears of each branch that moved, by a push too, right after it did. */
  watch(watcher: (moved: Moved) => void): void {
    this.#watchers.push(watcher);
  }

  /** One writer of a repository after the other; afterwards the watchers hear what has moved. */
  async inTurn<T>(name: string, write: () => Promise<T>): Promise<T> {
    await this.#ready(name);
    const before = this.#turns.get(name) ?? Promise.resolve();
    const turn = before.catch(() => undefined).then(() => this.#watched(name, write));
    this.#turns.set(name, turn);
    return await turn;
  }

  /** Removes everything, for good; at once, so that a process that ends can do it. */
  clear(): void {
    this.#isCleared = true;
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #watched<T>(name: string, write: () => Promise<T>): Promise<T> {
    const before = await this.branches(name);
    try {
      return await write();
    } finally {
      this.#tell(name, before, await this.branches(name));
    }
  }

  #tell(repository: string, before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): void {
    for (const branch of new Set([...before.keys(), ...after.keys()])) {
      const [old, now] = [before.get(branch), after.get(branch)];
      if (old === now) continue;
      const moved = { repository, branch, ...(old ? { before: old } : {}), ...(now ? { after: now } : {}) };
      for (const watcher of this.#watchers) watcher(moved);
    }
  }

  #seedOf(name: string): SeededRepository {
    const seed = this.#seeds.get(name);
    if (seed) return seed;
    throw new Error(`there is no repository ${name}`);
  }

  #ready(name: string): Promise<void> {
    const known = this.#made.get(name);
    if (known) return known;
    const made = this.#make(this.#seedOf(name));
    this.#made.set(name, made);
    return made;
  }

  /** The layout of gitrepository-layout(5), written by hand: a process less. */
  async #make({ name, defaultBranch, commits }: SeededRepository): Promise<void> {
    const folder = this.path(name);
    if (this.#isCleared) throw new Error("the world of this repository has ended");
    if (existsSync(folder)) return;
    for (const part of ["objects/info", "objects/pack", "refs/heads", "refs/tags"]) {
      mkdirSync(join(folder, part), { recursive: true, mode: 0o700 });
    }
    writeFileSync(join(folder, "HEAD"), `ref: refs/heads/${defaultBranch}\n`);
    writeFileSync(join(folder, "config"), settings);
    const input = importStream({ branch: defaultBranch, commits });
    await runGit({ folder, args: ["fast-import", "--quiet", "--done"], input });
    // It may have written after the world's end.
    if (this.#isCleared) this.clear();
  }
}

function loggedCommit(line: string): LoggedCommit {
  const [sha = "", parents = "", author = "", email = "", seconds = "", title = ""] = line.split("\x1f");
  return { sha, parents: parents.split(" ").filter(Boolean), author, email, at: Number(seconds) * 1000, title };
}
