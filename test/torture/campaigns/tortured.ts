import type { ChildProcess } from "node:child_process";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LoggedRequest } from "#src/rehearsal/request-log.ts";
import type { CampaignStage } from "../../support/campaign-stage.ts";
import { type Ended, endOf } from "../../support/console.ts";
import { type JournalRow, journalRows } from "../../support/journal-rows.ts";
import { effectOf } from "../runbooks/boundary.ts";
import type { Sent } from "../runbooks/tortured.ts";

/** What is typed, and what answers its questions. */
export interface Campaign {
  /** `BumpMesos` */
  readonly runbook: string;
  readonly expression: string;
  readonly answers: readonly string[];
}

export const everyBoundary = /^/;

const preload = [join(import.meta.dirname, "die-at-boundary.ts")];

/** A campaign whose consoles are killed: by themselves at rows of the journal, from here when the world has a request. */
export class Tortured {
  readonly stage: CampaignStage;
  readonly #campaign: Campaign;
  readonly #file: string;
  readonly #sent: Sent[] = [];
  readonly #meant: RegExp;
  #console: ChildProcess | undefined;

  /** @param meant the boundaries to be killed at, once each */
  constructor(stage: CampaignStage, campaign: Campaign, meant = everyBoundary) {
    this.stage = stage;
    this.#campaign = campaign;
    this.#meant = meant;
    this.#file = join(stage.home, `boundaries-${campaign.runbook}`);
    writeFileSync(this.#file, "");
    this.#watch();
  }

  /** What was sent to the repositories and pipelines, each request for its effect. */
  get sent(): readonly Sent[] {
    return this.#sent;
  }

  /** Where consoles were killed, in that order. */
  get boundaries(): readonly string[] {
    return readFileSync(this.#file, "utf8").split("\n").filter(Boolean);
  }

  /** Of all runs. */
  get rows(): readonly JournalRow[] {
    return journalRows(this.stage.home);
  }

  /** The campaign's own; `undefined`: it has not begun. */
  get run(): string | undefined {
    return this.stage.newest(this.#campaign.runbook);
  }

  get isOver(): boolean {
    const { run } = this;
    return this.rows.some((row) => row.run === run && row.kind === "ended");
  }

  /** A console as a process, killed at a boundary when it comes to one; `status` null: it was. */
  async goOn(): Promise<Ended> {
    const { answers, expression } = this.#campaign;
    const typed = this.run === undefined ? expression : `resume!("${this.run}")`;
    const start = { preload, env: { DIE_ONCE_EACH: this.#file, DIE_ONLY: this.#meant.source } };
    this.#console = this.stage.startWith(start, ["--json", ...answers], typed);
    try {
      return await endOf(this.#console);
    } finally {
      this.#console = undefined;
    }
  }

  /** The world has it, and no answer has left yet. */
  #watch(): void {
    const { requests } = this.stage.served.world;
    const add = requests.add.bind(requests);
    requests.add = (request) => {
      add(request);
      if (request.isMutating) this.#hear(request);
    };
  }

  #hear({ service, action, status }: Omit<LoggedRequest, "seq" | "at">): void {
    const intended = this.rows.findLast(({ kind }) => kind === "intended");
    if (!intended) return;
    const effect = effectOf(intended.step);
    this.#sent.push({ effect: `${intended.run} ${effect}`, action: `${service} ${action}`, status });
    const boundary = `${intended.run} sent ${effect}`;
    if (!this.#console || !this.#meant.test(boundary) || this.boundaries.includes(boundary)) return;
    appendFileSync(this.#file, `${boundary}\n`);
    this.#console.kill("SIGKILL");
  }
}
