import { readFileSync } from "node:fs";
import type { Fields, Json } from "#src/model/json.ts";

/** One recorded exchange with a real master. */
export interface Exchange {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBody: string | undefined;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json;
}

function file(name: string): string {
  return readFileSync(new URL(`../../recorded/mesos/${name}`, import.meta.url), "utf8");
}

/** The exchanges of one file. */
export function recorded(name: "leader" | "nonleader" | "drain" | "failover1"): readonly Exchange[] {
  return file(`${name}.jsonl`)
    .trimEnd()
    .split("\n")
    .map((line) => exchange(JSON.parse(line)));
}

function exchange(line: Fields): Exchange {
  const url = typeof line.url === "string" ? new URL(line.url) : undefined;
  return {
    name: String(line.name),
    method: String(line.method ?? "GET"),
    path: url ? url.pathname + url.search : "",
    requestHeaders: texts(line.requestHeaders),
    requestBody: typeof line.requestBody === "string" ? line.requestBody : undefined,
    status: Number(line.status),
    headers: texts(line.headers),
    body: line.body ?? null,
  };
}

function texts(value: Json | undefined): Readonly<Record<string, string>> {
  const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(entries.map(([name, text]) => [name, String(text)]));
}

/** What a port answered at an endpoint from a moment on; without an exchange the connection was refused. */
export interface Moment {
  readonly seconds: number;
  readonly port: number;
  readonly endpoint: string;
  readonly exchange: Exchange | undefined;
}

/** The fail-over: its timeline's rows with the exchanges that they tell of, which are in the same order for each endpoint. */
export function failOver(): readonly Moment[] {
  const queues = Map.groupBy(recorded("failover1"), ({ name }) => name.split(".").slice(2).join(" "));
  const rows = file("failover1.timeline.tsv").trimEnd().split("\n").slice(1);
  return rows.flatMap((row) => {
    const [seconds, , port, endpoint = "", status] = row.split("\t");
    if (endpoint === "**") return [];
    const exchange = status === "ERR" ? undefined : queues.get(`${port} ${endpoint}`)?.shift();
    return [{ seconds: Number(seconds), port: Number(port), endpoint, exchange }];
  });
}
