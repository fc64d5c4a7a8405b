import type { Fields, Json } from "../../model/json.ts";
import { at, numberAt, textAt } from "../../model/json-at.ts";
import { quoted } from "../../model/printable.ts";
import type { ConditionState } from "../../model/resource.ts";
import { foremanError } from "./error.ts";
import { type Get, read } from "./get.ts";

/** One host at one Foreman. */
export interface About {
  readonly host: string;
  readonly fullName: string;
  readonly get: Get;
  /** Where a person looks: `https://judy.cern.ch:8443/hosts/alibuild07.cern.ch`. */
  readonly page: string;
  /** Milliseconds of the world's clock. */
  readonly now: number;
}

export type Look = (about: About, parameters: Fields) => Promise<ConditionState>;

/** What can be asked of Foreman, by the condition's name. */
export const conditions: Readonly<Record<string, Look>> = {
  "report-clean": reportClean,
  "record-gone": recordGone,
};

const messagesAtMost = 3;

/** The last report has no failure and is recent. Parameters: `{host, withinSeconds}`. */
async function reportClean(about: About, { withinSeconds }: Fields): Promise<ConditionState> {
  if (typeof withinSeconds !== "number") throw foremanError("foreman-answer", "withinSeconds is missing", "no number");
  const report = await read(about.get, `/api/hosts/${about.fullName}/config_reports/last`);
  if (report === undefined) return withoutReport(about);
  const failed = numberAt(report, "status", "failed");
  const failedRestarts = numberAt(report, "status", "failed_restarts");
  const reportedAt = Date.parse(textAt(report, "reported_at") ?? "");
  if (failed === undefined || failedRestarts === undefined || Number.isNaN(reportedAt)) {
    throw foremanError("foreman-answer", `The last report of ${about.host}`, "it lacks its counts or its time");
  }
  if (failed > 0 || failedRestarts > 0) return failures(about, report, { failed, failedRestarts, reportedAt });
  return ofAge(about, reportedAt, withinSeconds);
}

/** A host without a report and one without a record both answer 404. */
async function withoutReport({ host, fullName, get, page }: About): Promise<ConditionState> {
  const record = await read(get, `/api/hosts/${fullName}`);
  const detail = record === undefined ? `Foreman has no record of ${host}` : `puppet has not reported from ${host} yet`;
  return { holds: "no", detail, next: `look at ${page}; run puppet agent -t -v on ${host}` };
}

interface Counts {
  readonly failed: number;
  readonly failedRestarts: number;
  readonly reportedAt: number;
}

function failures({ host, page, now }: About, report: Json, counts: Counts): ConditionState {
  const head = `${counts.failed} failed, ${counts.failedRestarts} failed to restart, reported ${ago(now, counts.reportedAt)}`;
  const lines = errorsIn(report).slice(0, messagesAtMost);
  return {
    holds: "no",
    detail: [head, ...lines].join("\n"),
    next: `run puppet agent -t -v on ${host}; the whole report: ${page}`,
  };
}

function errorsIn(report: Json): readonly string[] {
  const logs = at(report, "logs");
  if (!Array.isArray(logs)) return [];
  const errors = logs.filter((log) => textAt(log, "level") === "err");
  return errors.map((log) => {
    const [source, message] = [textAt(log, "source", "source"), textAt(log, "message", "message")];
    return quoted([source, message].filter(Boolean).join(": "));
  });
}

function ofAge({ host, page, now }: About, reportedAt: number, withinSeconds: number): ConditionState {
  const detail = `the last report is clean, ${ago(now, reportedAt)}`;
  if (now - reportedAt <= withinSeconds * 1000) return { holds: "yes", detail };
  const next = `look whether the puppet agent runs on ${host}; ${page}`;
  return { holds: "no", detail: `${detail}: not recent, at most ${spell(withinSeconds)} allowed`, next };
}

function ago(now: number, then: number): string {
  return `${spell(Math.max(0, (now - then) / 1000))} ago`;
}

function spell(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  return `${Math.round(minutes / 60)} h`;
}

/** Parameters: `{host}`. By name, so that a page of a list never decides. */
async function recordGone(about: About): Promise<ConditionState> {
  const record = await read(about.get, `/api/hosts/${about.fullName}`);
  if (record === undefined) return { holds: "yes", detail: `Foreman has no record of ${about.host}` };
  const next = `delete the host at ${about.page}: the server is gone, only its record remains`;
  return { holds: "no", detail: `${describe(about, record)} is left`, next };
}

function describe({ fullName }: About, record: Json): string {
  const name = textAt(record, "name");
  if (name?.toLowerCase() !== fullName) {
    throw foremanError("foreman-answer", `Foreman's record of ${fullName}`, `it is of ${quoted(name ?? "nobody")}`);
  }
  const hostgroup = textAt(record, "hostgroup_title");
  return `the record of ${name}${hostgroup ? ` (${quoted(hostgroup)})` : ""}`;
}
