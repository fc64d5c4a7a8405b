import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { OpsError } from "../../model/error.ts";
import type { Sources } from "../../model/sources.ts";
import type { World } from "../../model/world.ts";
import { gitError } from "./error.ts";
import { failureOf, isBusy, said } from "./failure.ts";
import { checkedBranch, checkedRepository } from "./names.ts";
import { type GitEnd, runGit } from "./program.ts";
import { remoteOf } from "./remote.ts";
import { type Settings, sshCommand, surroundingsOf } from "./surroundings.ts";
import { turns } from "./turns.ts";

export interface Limits {
  /** Real seconds of what is done here, of a fetch or push, and of the first fetch, which brings everything. */
  readonly localSeconds: number;
  readonly remoteSeconds: number;
  readonly firstSeconds: number;
  /** How long what was fetched is used again, of real time and of the world's. */
  readonly youngMs: number;
}

export const defaultLimits: Limits = { localSeconds: 60, remoteSeconds: 120, firstSeconds: 900, youngMs: 2000 };

export interface MirrorOptions {
  readonly sources: Sources;
  readonly world: World;
  readonly home: string;
  readonly limits: Limits;
}

/** How a repository's branches were when they were fetched. */
export interface Snapshot {
  readonly defaultBranch: string;
  /** The commit of the default branch. */
  readonly tip: string;
  /** Commits by the branches' names. */
  readonly branches: ReadonlyMap<string, string>;
}

interface Fetched {
  readonly realAt: number;
  readonly worldAt: number;
  readonly snapshot: Promise<Snapshot>;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: Buffer | string;
  /** Exit codes that are answers, besides 0. */
  readonly answers?: readonly number[];
}

const triesAtMost = 6;
/** Between all mirrors: a look at many repositories is no burst of connections. */
const fetching = turns(4);

/** A bare copy of one repository in the console's folder. Whatever is in it is what the remote has, and can be made anew. */
export class Mirror {
  readonly name: string;
  readonly #options: MirrorOptions;
  readonly #inTurn = turns(1);
  #last: Fetched | undefined;
  #isThere: Promise<void> | undefined;
  #isFilled = false;

  constructor(name: string, options: MirrorOptions) {
    this.name = checkedRepository(name);
    this.#options = options;
  }

  /** `nubank/deploy` */
  get fullName(): string {
    return `${this.#options.sources.github.owner}/${this.name}`;
  }

  get folder(): string {
    return join(this.#options.home, "git", `${this.name}.git`);
  }

  /** As the remote is now, or was a moment ago: those who look at the same time share one fetch. */
  look(): Promise<Snapshot> {
    const [realAt, worldAt] = [performance.now(), this.#options.world.clock.now()];
    const { youngMs } = this.#options.limits;
    const last = this.#last;
    if (last && realAt - last.realAt < youngMs && Math.abs(worldAt - last.worldAt) < youngMs) return last.snapshot;
    const snapshot = this.#inTurn(() => fetching(() => this.#fetch()));
    const fetched = { realAt, worldAt, snapshot };
    this.#last = fetched;
    snapshot.catch(() => {
      if (this.#last === fetched) this.#last = undefined;
    });
    return snapshot;
  }

  /** The next look fetches. */
  forget(): void {
    this.#last = undefined;
  }

  /** Runs git on the copy. @throws OpsError where it fails */
  async run(args: readonly string[], options: RunOptions = {}): Promise<Buffer> {
    return (await this.answer(args, options)).stdout;
  }

  /** Its output as text, one character for each byte, without the last line's end. */
  async text(args: readonly string[], options: RunOptions = {}): Promise<string> {
    return (await this.run(args, options)).toString("latin1").replace(/\n$/, "");
  }

  async answer(args: readonly string[], { env = {}, answers = [], ...options }: RunOptions = {}): Promise<GitEnd> {
    const { localSeconds } = this.#options.limits;
    const end = await this.#git(args, [], localSeconds, { ...options, env });
    if (end.exitCode === 0 || (end.exitCode !== null && answers.includes(end.exitCode))) return end;
    const failure = failureOf(end, `${args[0]} in its copy of ${this.fullName}`);
    throw failure.code === "git-failed" ? this.#unusable(end) : failure;
  }

  /** Makes a branch on the remote, or moves it forward; never by force. What the remote said is in the end it gives. */
  async push(commit: string, branch: string): Promise<GitEnd> {
    this.forget();
    const refspec = `${commit}:refs/heads/${checkedBranch(branch)}`;
    const sent = this.#inTurn(() => this.#remote(["push", "--porcelain", "--no-verify"], [refspec], false));
    return await sent.finally(() => this.forget());
  }

  async #fetch(): Promise<Snapshot> {
    await this.#ready();
    this.#isFilled ||= (await this.#branches()).size > 0;
    const args = ["fetch", "--quiet", "--prune", "--no-tags", "--no-write-fetch-head"];
    await this.#untilFree(() => this.#remote(args, ["+refs/heads/*:refs/heads/*"], !this.#isFilled));
    this.#isFilled = true;
    return this.#snapshotOf(await this.#branches());
  }

  #snapshotOf(branches: ReadonlyMap<string, string>): Snapshot {
    const { defaultBranch } = this.#options.sources.repositories[this.name] ?? { defaultBranch: "master" };
    const tip = branches.get(defaultBranch);
    if (tip !== undefined) return { defaultBranch, tip, branches };
    const others = [...branches.keys()].slice(0, 5).join(", ") || "no branch at all";
    throw gitError("git-no-branch", `${this.fullName} has no branch ${defaultBranch}`, `it has ${others}`);
  }

  /** Another console may work in the same folder: git's locks are held for moments. */
  async #untilFree(work: () => Promise<GitEnd>): Promise<void> {
    for (let tried = 1; ; tried += 1) {
      const end = await work();
      if (end.exitCode === 0) return;
      if (!isBusy(end)) throw failureOf(end, `fetch ${this.fullName}`);
      if (tried === triesAtMost) throw this.#unusable(end);
      await pause(100 * tried);
    }
  }

  /** It is not known what is wrong with the copy; it can always be made anew. */
  #unusable(end: GitEnd): OpsError {
    return gitError("git-copy", `The copy of ${this.fullName} in ${this.folder} cannot be worked with`, said(end));
  }

  /** A run that talks to the remote. */
  async #remote(args: readonly string[], refspecs: readonly string[], isFirst: boolean): Promise<GitEnd> {
    const { sources, world, limits } = this.#options;
    await this.#ready();
    const { url, isBySsh, settings } = await remoteOf(this.name, sources, world);
    const env = isBySsh ? sshCommand(await this.#configured("core.sshCommand")) : {};
    const within = isFirst ? limits.firstSeconds : limits.remoteSeconds;
    return await this.#git([...args, "--end-of-options", url, ...refspecs], settings, within, { env });
  }

  /** A setting of the operator's; empty where there is none. */
  async #configured(name: string): Promise<string> {
    const end = await this.#git(["config", "--get", name], [], this.#options.limits.localSeconds, {});
    return end.exitCode === 0 ? end.stdout.toString().trim() : "";
  }

  async #branches(): Promise<ReadonlyMap<string, string>> {
    const lines = await this.text(["for-each-ref", "--format=%(objectname) %(refname:lstrip=2)", "refs/heads"]);
    const pairs = lines.split("\n").flatMap((line): [string, string][] => {
      const [, commit, branch] = /^([0-9a-f]+) (.+)$/.exec(line) ?? [];
      return commit !== undefined && branch !== undefined ? [[branch, commit]] : [];
    });
    return new Map(pairs);
  }

  #ready(): Promise<void> {
    this.#isThere ??= this.#make();
    this.#isThere.catch(() => {
      this.#isThere = undefined;
    });
    return this.#isThere;
  }

  /** Safe to be done by two at once, and on one that is there. */
  async #make(): Promise<void> {
    await mkdir(join(this.#options.home, "git"), { recursive: true, mode: 0o700 });
    if (existsSync(join(this.folder, "HEAD"))) return;
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const { localSeconds } = this.#options.limits;
    const env = surroundingsOf(this.#options.world, this.#home);
    const args = ["init", "--quiet", "--bare", "--template=", "--", this.folder];
    const end = await runGit({ args, env, withinSeconds: localSeconds });
    if (end.exitCode !== 0) throw failureOf(end, `make ${this.folder}`);
  }

  async #git(args: readonly string[], settings: Settings, withinSeconds: number, { env, input }: RunOptions) {
    const own = surroundingsOf(this.#options.world, this.#home, settings);
    const command = { args: [`--git-dir=${this.folder}`, ...args], env: { ...own, ...env }, withinSeconds };
    return await runGit({ ...command, ...(input !== undefined && { input }) });
  }

  get #home(): string {
    return join(this.#options.home, "git");
  }
}

/** What the remote answered to a push, where it said no: `pre-receive hook declined`, with what its hook printed. */
export function rejectionOf(end: GitEnd): string | undefined {
  const [, flag] = /^!\t\S+\t\[(remote rejected|rejected)\]/m.exec(end.stdout.toString()) ?? [];
  return flag === undefined ? undefined : said(end);
}
