import { setTimeout as pause } from "node:timers/promises";
import type { Sources } from "../../model/sources.ts";
import type { World } from "../../model/world.ts";
import { Copy } from "./copy.ts";
import { gitError } from "./error.ts";
import { failureOf, isBusy, said } from "./failure.ts";
import { checkedBranch, checkedRepository } from "./names.ts";
import type { GitEnd } from "./program.ts";
import { remoteOf } from "./remote.ts";
import { sshCommand } from "./surroundings.ts";
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
  /** Aborted at the console's end: a fetch is ended, a push is not. */
  readonly ending: AbortSignal;
}

/** How a repository's branches were when they were fetched. */
export interface Snapshot {
  readonly defaultBranch: string;
  /** The commit of the default branch. */
  readonly tip: string;
  /** Commits by the branches' names. */
  readonly branches: ReadonlyMap<string, string>;
}

interface Within {
  readonly withinSeconds: number;
  readonly ending?: AbortSignal;
}

interface Fetched {
  readonly realAt: number;
  readonly worldAt: number;
  readonly snapshot: Promise<Snapshot>;
}

const triesAtMost = 6;
/** Between all mirrors: a look at many repositories is no burst of connections. */
const fetching = turns(4);

/** A copy that follows its remote. */
export class Mirror extends Copy {
  readonly name: string;
  readonly #options: MirrorOptions;
  readonly #inTurn = turns(1);
  #last: Fetched | undefined;
  #isFilled = false;

  constructor(name: string, options: MirrorOptions) {
    const { world, home, limits, sources } = options;
    super(sources.github.owner, checkedRepository(name), { world, home, localSeconds: limits.localSeconds });
    this.name = name;
    this.#options = options;
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

  /** Makes a branch on the remote, or moves it forward; never by force. What the remote said is in the end it gives. */
  async push(commit: string, branch: string): Promise<GitEnd> {
    this.forget();
    const refspec = `${commit}:refs/heads/${checkedBranch(branch)}`;
    const { remoteSeconds } = this.#options.limits;
    const within = { withinSeconds: remoteSeconds };
    const sent = this.#inTurn(() => this.#remote(["push", "--porcelain", "--no-verify"], refspec, within));
    return await sent.finally(() => this.forget());
  }

  async #fetch(): Promise<Snapshot> {
    await this.ready();
    this.#isFilled ||= (await this.branches()).size > 0;
    const { firstSeconds, remoteSeconds } = this.#options.limits;
    const args = ["fetch", "--quiet", "--prune", "--no-tags", "--no-write-fetch-head"];
    const within = {
      withinSeconds: this.#isFilled ? remoteSeconds : firstSeconds,
      ending: this.#options.ending,
    };
    await this.#untilFree(() => this.#remote(args, "+refs/heads/*:refs/heads/*", within));
    this.#isFilled = true;
    return this.#snapshotOf(await this.branches());
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
      if (tried === triesAtMost) throw this.unusable(end);
      await pause(100 * tried);
    }
  }

  async #remote(args: readonly string[], refspec: string, within: Within): Promise<GitEnd> {
    await this.ready();
    const { url, isBySsh, settings } = await remoteOf(this.name, this.#options.sources, this.#options.world);
    const env = isBySsh ? sshCommand(await this.configured("core.sshCommand")) : {};
    return await this.talk([...args, "--end-of-options", url, refspec], { settings, env, ...within });
  }
}

/** Why the remote said no to a push, with what its hook printed; `undefined`: it did not say no. */
export function rejectionOf(end: GitEnd): string | undefined {
  const [, why] = /^!\t\S+\t\[(?:remote rejected|rejected)\] \((.*)\)$/m.exec(end.stdout.toString()) ?? [];
  return why === undefined ? undefined : `${why}: ${said(end)}`;
}
