import { OpsError } from "#src/model/error.ts";
import type { CommandResult, HostCommand, HostCommands, HostKey, OnceState } from "#src/model/host-commands.ts";
import type { Permit } from "#src/model/system.ts";

type Answer = Partial<CommandResult> | OpsError | "hang";

/** One command that was started detached, and how each look finds it, the last one again and again. */
interface Job {
  readonly host: string;
  readonly argv: readonly string[];
  readonly looks: (OnceState | OpsError)[];
}

/** The SSH port, without SSH: what each host answers is said beforehand, what is asked is kept. */
export class Hosts implements HostCommands {
  readonly asked: { readonly host: string; readonly argv: readonly string[]; readonly env: HostCommand["env"] }[] = [];
  readonly accepted: string[] = [];
  readonly jobs = new Map<string, Job>();
  readonly #answers = new Map<string, Answer>();
  readonly #looks = new Map<string, (OnceState | OpsError)[][]>();
  readonly #startErrors: OpsError[] = [];
  key: HostKey = { type: "ssh-ed25519", fingerprint: fingerprint("a"), status: "known" };
  node: string | OpsError = "aiadm81.cern.ch";

  /** @param line `alibuild07.cern.ch: docker ps`; the longest beginning that fits counts */
  answer(line: string, answer: Answer): this {
    this.#answers.set(line, answer);
    return this;
  }

  /** How the looks at the next start of that command find it. */
  once(line: string, ...looks: (OnceState | OpsError)[]): this {
    this.#looks.set(line, [...(this.#looks.get(line) ?? []), looks]);
    return this;
  }

  failToStart(...errors: OpsError[]): this {
    this.#startErrors.push(...errors);
    return this;
  }

  async run(host: string, { argv, env }: HostCommand): Promise<CommandResult> {
    this.asked.push({ host, argv, env });
    const answer = this.#answers.get(longest([...this.#answers.keys()], `${host}: ${argv.join(" ")}`));
    if (answer === "hang") return new Promise(() => {});
    if (answer instanceof OpsError) throw answer;
    return { exitCode: 0, stdout: "", stderr: "", isTruncated: false, ...answer };
  }

  async startOnce(host: string, { argv }: HostCommand, { token }: Permit): Promise<void> {
    const error = this.#startErrors.shift();
    if (error) throw error;
    if (this.jobs.has(token)) return;
    const line = `${host}: ${argv.join(" ")}`;
    const looks = this.#looks.get(longest([...this.#looks.keys()], line))?.shift();
    this.jobs.set(token, { host, argv, looks: looks ?? [{ state: "ended", exitCode: 0, output: "" }] });
  }

  async onceState(host: string, token: string): Promise<OnceState> {
    const job = this.jobs.get(token);
    if (!job || job.host !== host) return { state: "absent" };
    const look = (job.looks.length > 1 ? job.looks.shift() : job.looks[0]) ?? { state: "absent" };
    if (look instanceof OpsError) throw look;
    return look;
  }

  async hostKey(): Promise<HostKey> {
    return this.key;
  }

  async acceptHostKey(host: string, fingerprint: string): Promise<void> {
    this.accepted.push(`${host} ${fingerprint}`);
  }

  async forward(): Promise<never> {
    throw new Error("nothing is forwarded here");
  }

  async nodeOf(): Promise<string> {
    if (this.node instanceof OpsError) throw this.node;
    return this.node;
  }

  close(): void {}

  /** `alibuild07.cern.ch: puppet agent -t -v`, in the order in which they were started. */
  get started(): readonly string[] {
    return [...this.jobs.values()].map(({ host, argv }) => `${host}: ${argv.join(" ")}`);
  }
}

function longest(keys: readonly string[], line: string): string {
  const fitting = keys.filter((key) => line.startsWith(key));
  return fitting.toSorted((a, b) => b.length - a.length)[0] ?? "";
}

export function fingerprint(letter: string): string {
  return `SHA256:${letter.repeat(43)}`;
}

export function sshError(code: string, why = "so it is"): OpsError {
  return new OpsError({ code, reason: "system", what: "ssh to the host", why, next: "look at the host" });
}

export function ended(exitCode: number, output = ""): OnceState {
  return { state: "ended", exitCode, output };
}
