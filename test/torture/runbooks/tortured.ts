import type { ChildProcess } from "node:child_process";
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { TestContext } from "node:test";
import type { LoggedRequest } from "#src/rehearsal/request-log.ts";
import { type Ended, endOf } from "../../support/console.ts";
import { SiteStage } from "../../support/site-stage.ts";
import { effectOf, type Row } from "./boundary.ts";
import type { Scenario } from "./scenarios.ts";

/** A request that would change something, and the effect of the journal that it was sent for. */
export interface Sent {
  readonly effect: string;
  readonly action: string;
  readonly status: number;
}

const preload = [join(import.meta.dirname, "die-at-boundary.ts")];

/** A scenario in a world of its own, its consoles killed: by themselves at rows of the journal, from here at requests. */
export class Tortured {
  readonly scenario: Scenario;
  readonly stage: SiteStage;
  readonly #run: string;
  readonly #file: string;
  readonly #sent: Sent[] = [];
  /** The boundaries to be killed at. */
  #meant: RegExp;
  #console: ChildProcess | undefined;

  private constructor(scenario: Scenario, stage: SiteStage, meant: RegExp) {
    this.scenario = scenario;
    this.stage = stage;
    this.#meant = meant;
    this.#run = `r${(scenario.before ?? []).length + 1}`;
    this.#file = join(stage.home, "boundaries");
    writeFileSync(this.#file, "");
    this.#watch();
  }

  /** @param meant the boundaries to be killed at, once each */
  static async open(t: TestContext, scenario: Scenario, meant: RegExp): Promise<Tortured> {
    const { environment, before = [], prepare } = scenario;
    const stage = await SiteStage.open(t, environment ? { environment } : {});
    for (const { answers, expression } of before) await stage.ask(answers, expression);
    prepare?.(stage.site);
    return new Tortured(scenario, stage, meant);
  }

  get run(): string {
    return this.#run;
  }

  /** What was sent since the scenario began, each request for its effect. */
  get sent(): readonly Sent[] {
    return this.#sent;
  }

  /** Where consoles were killed, in that order. */
  get boundaries(): readonly string[] {
    return readFileSync(this.#file, "utf8").split("\n").filter(Boolean);
  }

  get rows(): readonly Row[] {
    return rowsIn(join(this.stage.home, "rehearsal/journal/journal.db")).filter(({ run }) => run === this.#run);
  }

  get isOver(): boolean {
    return this.rows.some(({ kind }) => kind === "ended");
  }

  /** What one types to go on: the run is there, or it never began. */
  get expression(): string {
    return this.rows.length > 0 ? `resume!("${this.#run}")` : this.scenario.expression;
  }

  /** A console as a process, killed at a boundary when it comes to one; `status` null: it was. */
  async type(expression: string): Promise<Ended> {
    const start = { preload, env: { DIE_ONCE_EACH: this.#file, DIE_ONLY: this.#meant.source } };
    this.#console = this.stage.startWith(start, ["--json", ...this.scenario.answers], expression);
    try {
      return await endOf(this.#console);
    } finally {
      this.#console = undefined;
    }
  }

  /** From now on at these boundaries, where none was killed yet. */
  killAt(meant: RegExp): void {
    this.#meant = meant;
  }

  /** The world has it, and no answer has left yet. */
  #watch(): void {
    const { requests } = this.stage.site;
    const add = requests.add.bind(requests);
    requests.add = (request) => {
      add(request);
      if (request.isMutating) this.#hear(request);
    };
  }

  #hear({ service, action, status }: Omit<LoggedRequest, "seq" | "at">): void {
    const intended = this.rows.findLast(({ kind }) => kind === "intended");
    const effect = intended ? effectOf(intended.step) : "none";
    this.#sent.push({ effect, action: `${service} ${action}`, status });
    const boundary = `sent ${effect}`;
    if (!this.#console || !this.#meant.test(boundary) || this.boundaries.includes(boundary)) return;
    appendFileSync(this.#file, `${boundary}\n`);
    this.#console.kill("SIGKILL");
  }
}

function rowsIn(file: string): readonly Row[] {
  if (!existsSync(file)) return [];
  using database = new DatabaseSync(file, { readOnly: true, timeout: 1000 });
  const rows = database.prepare("SELECT run, step, kind, body FROM event ORDER BY seq").all();
  return rows.map(({ run, step, kind, body }) => ({
    run: `${run}`,
    step: `${step}`,
    kind: `${kind}`,
    body: `${body}`,
  }));
}

/** The boundaries that a run comes to which nothing disturbs. */
export function undisturbed(boundaries: readonly string[]): readonly string[] {
  const kinds = ["asked", "answered", "intended", "sent", "done"];
  return boundaries.filter((boundary) => kinds.some((kind) => boundary.startsWith(`${kind} `)));
}
