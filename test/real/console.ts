import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";

const root = join(import.meta.dirname, "..", "..");

/** The parts of the documented JSON that these tests read. */
export interface Document {
  readonly plan?: {
    readonly fingerprint: string;
    readonly changes: readonly PlannedChange[];
    readonly unchanged: readonly string[];
    readonly notes: readonly string[];
  };
  readonly run?: {
    readonly id: string;
    readonly status: string;
    readonly verification?: readonly { readonly what: string; readonly state: { readonly holds: string } }[];
  };
  readonly error?: { readonly code: string; readonly reason: string; readonly what: string; readonly why: string };
}

export interface PlannedChange {
  readonly id: string;
  readonly risk: string;
  readonly because: string;
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
}

/** What one call of the console gave. */
export interface Answer {
  readonly status: number;
  readonly document: Document;
  readonly stderr: string;
}

/** `./console` as a process of its own, on an AWS endpoint, with an environment file and a home of its own. */
export class RealConsole {
  readonly #folder: string;
  readonly #settings: NodeJS.ProcessEnv;

  constructor(t: TestContext, endpoint: string, environmentText: string) {
    this.#folder = mkdtempSync(join(tmpdir(), "console-"));
    t.after(() => rmSync(this.#folder, { recursive: true }));
    this.adopt(environmentText);
    this.#settings = {
      PATH: process.env.PATH,
      HOME: this.#folder,
      MESOS_CONSOLE_HOME: join(this.#folder, "home"),
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: "moto",
      AWS_SECRET_ACCESS_KEY: "moto",
    };
  }

  /** Somebody changed the environment file. */
  adopt(environmentText: string): void {
    writeFileSync(join(this.#folder, "cantareira.ts"), environmentText);
  }

  /** Evaluates one expression. */
  async evaluate(expression: string, ...options: readonly string[]): Promise<Answer> {
    const args = [join(this.#folder, "cantareira.ts"), "--json", "-e", expression, ...options];
    const { status, stdout, stderr } = await exitOf(join(root, "console"), args, this.#settings);
    assert.notEqual(stdout, "", `a document on stdout; stderr: ${stderr}`);
    return { status, stderr, document: JSON.parse(stdout) };
  }

  /** A look: its plan. */
  async plan(expression: string): Promise<NonNullable<Document["plan"]>> {
    const { status, document, stderr } = await this.evaluate(expression);
    assert.equal(status, 0, stderr);
    assert.ok(document.plan, stderr);
    return document.plan;
  }

  /** An act: its run, which has to end done. */
  async act(expression: string, ...options: readonly string[]): Promise<NonNullable<Document["run"]>> {
    const { status, document, stderr } = await this.evaluate(expression, ...options);
    assert.equal(document.run?.status, "done", stderr);
    assert.equal(status, 0, stderr);
    return document.run;
  }

  /** An act with nothing to do: no run begins. */
  async actInVain(expression: string): Promise<void> {
    const { status, document, stderr } = await this.evaluate(expression);
    assert.equal(status, 0, stderr);
    assert.equal(document.run, undefined, stderr);
    assert.deepEqual(document.plan?.changes, [], stderr);
  }
}

function exitOf(file: string, args: readonly string[], env: NodeJS.ProcessEnv) {
  return new Promise<{ status: number; stdout: string; stderr: string }>((resolve) => {
    const options = { env, maxBuffer: 64 * 1024 * 1024 };
    const child = execFile(file, [...args], options, (_error, stdout, stderr) =>
      resolve({ status: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}
