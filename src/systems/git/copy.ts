import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { OpsError } from "../../model/error.ts";
import type { World } from "../../model/world.ts";
import { gitError } from "./error.ts";
import { failureOf, said } from "./failure.ts";
import { type GitEnd, runGit } from "./program.ts";
import { type Settings, surroundingsOf } from "./surroundings.ts";

export interface CopyOptions {
  readonly world: Pick<World, "forge">;
  /** The folder in which the console keeps its things; the copies are in its folder `git`. */
  readonly home: string;
  /** Real seconds of what is done here. */
  readonly localSeconds: number;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: Buffer | string;
  /** Exit codes that are answers, besides 0. */
  readonly answers?: readonly number[];
}

interface RemoteRun extends RunOptions {
  readonly settings: Settings;
  readonly withinSeconds: number;
  readonly ending?: AbortSignal;
}

/** A bare copy of one repository in the console's folder. Whatever is in it is what the remote has, and can be made anew. */
export class Copy {
  /** `nubank/deploy` */
  readonly fullName: string;
  readonly folder: string;
  readonly #options: CopyOptions;
  #making: Promise<void> | undefined;

  constructor(owner: string, name: string, options: CopyOptions) {
    this.fullName = `${owner}/${name}`;
    this.folder = join(options.home, "git", `${name}.git`);
    this.#options = options;
  }

  /** Runs git on the copy. @throws OpsError where it fails */
  async run(args: readonly string[], options: RunOptions = {}): Promise<Buffer> {
    return (await this.answer(args, options)).stdout;
  }

  /** Its output as text, one character for each byte, without the last line's end. */
  async text(args: readonly string[], options: RunOptions = {}): Promise<string> {
    return (await this.run(args, options)).toString("latin1").replace(/\n$/, "");
  }

  async answer(args: readonly string[], options: RunOptions = {}): Promise<GitEnd> {
    const end = await this.#git(args, { ...options, settings: [], withinSeconds: this.#options.localSeconds });
    if (end.exitCode === 0 || (end.exitCode !== null && options.answers?.includes(end.exitCode))) return end;
    const failure = failureOf(end, `${args[0]} in its copy of ${this.fullName}`);
    throw failure.code === "git-failed" ? this.unusable(end) : failure;
  }

  /** A run that talks to the remote; whatever its exit code. */
  protected async talk(args: readonly string[], options: RemoteRun): Promise<GitEnd> {
    await this.ready();
    return await this.#git(args, options);
  }

  protected async branches(): Promise<ReadonlyMap<string, string>> {
    const lines = await this.text(["for-each-ref", "--format=%(objectname) %(refname:lstrip=2)", "refs/heads"]);
    const pairs = lines.split("\n").flatMap((line): [string, string][] => {
      const [, commit, branch] = /^([0-9a-f]+) (.+)$/.exec(line) ?? [];
      return commit !== undefined && branch !== undefined ? [[branch, commit]] : [];
    });
    return new Map(pairs);
  }

  /** A setting of the operator's; empty where there is none. */
  protected async configured(name: string): Promise<string> {
    const { exitCode, stdout } = await this.answer(["config", "--get", name], { answers: [1] });
    return exitCode === 0 ? stdout.toString().trim() : "";
  }

  /** It is not known what is wrong with the copy; it can always be made anew. */
  protected unusable(end: GitEnd): OpsError {
    return gitError("git-copy", `The copy of ${this.fullName} in ${this.folder} cannot be worked with`, said(end));
  }

  /** Makes it where it is not there: somebody may have removed it meanwhile. */
  protected async ready(): Promise<void> {
    if (existsSync(join(this.folder, "HEAD"))) return;
    this.#making ??= this.#make().finally(() => {
      this.#making = undefined;
    });
    await this.#making;
  }

  /** Safe to be done by two at once. */
  async #make(): Promise<void> {
    await mkdir(this.#home, { recursive: true, mode: 0o700 });
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const env = surroundingsOf(this.#options.world, this.#home);
    const args = ["init", "--quiet", "--bare", "--template=", "--", this.folder];
    const end = await runGit({ args, env, withinSeconds: this.#options.localSeconds });
    if (end.exitCode !== 0) throw failureOf(end, `make ${this.folder}`);
  }

  async #git(args: readonly string[], { settings, env, input, ...rest }: RemoteRun): Promise<GitEnd> {
    const own = surroundingsOf(this.#options.world, this.#home, settings);
    const command = { args: [`--git-dir=${this.folder}`, ...args], env: { ...own, ...env }, ...rest };
    return await runGit({ ...command, ...(input !== undefined && { input }) });
  }

  get #home(): string {
    return join(this.#options.home, "git");
  }
}
