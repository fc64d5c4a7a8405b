import type { Fields } from "../../model/json.ts";
import type { ForemanRecord, PuppetReport } from "../site/foreman.ts";
import type { Site } from "../site/index.ts";
import { choices } from "./index.ts";

/** A host as `GET /hosts/{id}` shows it. */
export function hostJson(site: Site, record: ForemanRecord): Fields {
  const { hostgroups, environments } = choices(site);
  const last = record.lastReport;
  const short = record.name.split(".")[0] ?? "";
  const failed = last ? last.status.failed + last.status.failed_restarts : 0;
  return {
    id: record.id,
    name: record.name,
    certname: record.name,
    ip: site.servers.byName(short)?.address ?? null,
    hostgroup_id: hostgroups.indexOf(record.hostgroup) + 1,
    hostgroup_name: record.hostgroup.split("/").at(-1) ?? "",
    hostgroup_title: record.hostgroup,
    environment_id: environments.indexOf(record.environment) + 1,
    environment_name: record.environment,
    managed: false,
    build: false,
    enabled: true,
    owner_type: "User",
    owner_id: 1,
    created_at: instant(record.createdAt),
    last_report: last ? instant(last.at) : null,
    last_compile: last ? instant(last.at) : null,
    global_status: failed > 0 ? 2 : 0,
    global_status_label: failed > 0 ? "Error" : "OK",
    ...configuration(last, failed),
    puppet_status: last?.status.failed ?? 0,
    uuid: null,
    parameters: [...record.parameters].map(([name, value], index) => ({ id: index + 1, name, value })),
  };
}

function configuration(last: PuppetReport | undefined, failed: number): Fields {
  const label = last ? (failed > 0 ? "Error" : last.status.applied > 0 ? "Active" : "No changes") : "No reports";
  return { configuration_status: failed, configuration_status_label: label };
}

/** A report as `GET /hosts/{id}/config_reports/last` shows it. */
export function reportJson(record: ForemanRecord, report: PuppetReport): Fields {
  const { applied, failed } = report.status;
  return {
    id: report.id,
    host_id: record.id,
    host_name: record.name,
    reported_at: instant(report.at),
    status: { ...report.status },
    metrics: {},
    logs: report.logs.map(({ level, source, message }) => ({
      level,
      source: { source },
      message: { message },
    })),
    summary: failed > 0 ? "Failed" : applied > 0 ? "Modified" : "Success",
  };
}

/** `2026-11-20T08:31:09Z` */
function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, "Z");
}
