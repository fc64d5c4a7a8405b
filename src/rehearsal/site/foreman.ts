import type { SiteGround } from "./ground.ts";
import { Refused } from "./refusal.ts";

/** What Puppet did in one run, counted as Foreman does. */
export interface ReportStatus {
  readonly applied: number;
  readonly restarted: number;
  readonly failed: number;
  readonly failed_restarts: number;
  readonly skipped: number;
  readonly pending: number;
}

export interface ReportLine {
  /** `err`, `warning`, `notice`, `info` */
  readonly level: string;
  /** `/Stage[main]/Docker/Service[docker]` */
  readonly source: string;
  readonly message: string;
}

export interface PuppetReport {
  readonly id: number;
  /** World milliseconds. */
  readonly at: number;
  readonly status: ReportStatus;
  readonly logs: readonly ReportLine[];
}

/** What Foreman knows of one host. */
export interface ForemanRecord {
  readonly id: number;
  /** The full name. */
  readonly name: string;
  readonly hostgroup: string;
  readonly environment: string;
  readonly parameters: Map<string, string>;
  readonly createdAt: number;
  lastReport: PuppetReport | undefined;
}

export interface RecordSpec {
  readonly name: string;
  readonly hostgroup: string;
  readonly environment: string;
}

const nothing: ReportStatus = { applied: 0, restarted: 0, failed: 0, failed_restarts: 0, skipped: 0, pending: 0 };

/** The host records of Foreman, by full name. A server and its record come and go by themselves. */
export class ForemanRecords {
  readonly #ground: SiteGround;
  readonly #records = new Map<string, ForemanRecord>();
  #count = 0;
  #reports = 0;

  constructor(ground: SiteGround) {
    this.#ground = ground;
  }

  /** By name, as Foreman lists them. */
  all(): readonly ForemanRecord[] {
    return [...this.#records.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  get(fqdn: string): ForemanRecord | undefined {
    return this.#records.get(fqdn.toLowerCase());
  }

  /** @throws Refused 409 when there is one of that name (Foreman's 422) */
  create(spec: RecordSpec): ForemanRecord {
    const name = spec.name.toLowerCase();
    if (this.#records.has(name)) throw new Refused(409, "Name has already been taken");
    this.#count += 1;
    const createdAt = this.#ground.time.now();
    const record = { ...spec, name, id: this.#count, parameters: new Map(), createdAt, lastReport: undefined };
    this.#records.set(name, record);
    return record;
  }

  /** @returns whether there was one. */
  remove(fqdn: string): boolean {
    return this.#records.delete(fqdn.toLowerCase());
  }

  /** A run of Puppet on a host has ended. Nobody hears of it when the host has no record. @param at default: now */
  report(fqdn: string, status: Partial<ReportStatus>, logs: readonly ReportLine[] = [], at?: number): void {
    const record = this.get(fqdn);
    this.#reports += 1;
    const report = { id: this.#reports, at: at ?? this.#ground.time.now(), status: { ...nothing, ...status }, logs };
    if (record) record.lastReport = report;
  }
}
