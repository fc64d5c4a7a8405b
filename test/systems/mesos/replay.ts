import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import type { Fields, Json } from "#src/model/json.ts";
import { at, listAt, numberAt, textAt } from "#src/model/json-at.ts";
import type { Network } from "./network.ts";
import { type Exchange, failOver, type Moment, recorded } from "./recordings.ts";

/** The recorded masters shared one address and had a port each; here each has its own address, as on EC2. */
export const hosts = ["10.0.0.1", "10.0.0.2", "10.0.0.3"] as const;

function moved(recordedText: string): string {
  return recordedText.replace(/127\.0\.0\.1:505([0-2])/g, (_, index) => `${hosts[index]}:5050`);
}

/** A recorded leader at the first host and followers at the others; ZooKeeper is not among the recordings. */
export async function replayLeader(network: Network): Promise<void> {
  await network.http(hosts[0], replay(recorded("leader")));
  for (const host of hosts.slice(1)) await network.http(host, replay(recorded("nonleader")));
}

/** Answers what was recorded for the same method, path and call. */
export function replay(exchanges: readonly Exchange[]): RequestListener {
  return async (request, response) => replayOne(exchanges, request, await text(request), response);
}

export function replayOne(
  exchanges: readonly Exchange[],
  request: IncomingMessage,
  body: string,
  response: ServerResponse,
): void {
  write(
    response,
    exchanges.find((one) => isSame(one, request, body)),
  );
}

function isSame(exchange: Exchange, { method, url }: IncomingMessage, body: string): boolean {
  if (exchange.method !== method || exchange.path !== url) return false;
  return method === "GET" || typeIn(exchange.requestBody) === typeIn(body);
}

function typeIn(body: string | undefined): string | undefined {
  return /"type":\s*"(\w+)"/.exec(body ?? "")?.[1];
}

function write(response: ServerResponse, exchange: Exchange | undefined): void {
  if (!exchange) return void response.writeHead(404, { "content-type": "text/plain" }).end("404 Not Found.");
  const { status, headers, body } = exchange;
  const kept = Object.entries(headers).filter(([name]) => !/^(content-length|content-encoding)$/i.test(name));
  const payload = typeof body === "string" ? body : JSON.stringify(body);
  response.writeHead(
    status,
    kept.flatMap(([name, value]) => [name, moved(value)]),
  );
  response.end(moved(payload));
}

/** The recorded fail-over, at the moment that `seconds` tells. */
export class FailOver {
  seconds = 0;
  readonly #moments = failOver();

  async serve(network: Network): Promise<void> {
    for (const [index, host] of hosts.entries()) await network.http(host, this.#listener(5050 + index));
  }

  #listener(port: number): RequestListener {
    return async (request, response) => {
      const moment = this.#latest(port, endpointOf(request.url ?? "", await text(request)));
      if (moment && !moment.exchange) response.destroy();
      else write(response, moment?.exchange ?? this.#agents(port));
    };
  }

  #latest(port: number, endpoint: string): Moment | undefined {
    const own = this.#moments.filter((moment) => moment.port === port && moment.endpoint === endpoint);
    return own.findLast((moment) => moment.seconds <= this.seconds);
  }

  /** GET_AGENTS was not recorded here: made of what `/slaves` was recorded to say at this moment. */
  #agents(port: number): Exchange | undefined {
    const slaves = this.#latest(port, "slaves")?.exchange;
    if (slaves?.status !== 200) return slaves;
    const get_agents = {
      agents: listAt(slaves.body, "slaves").map(v1Agent),
      recovered_agents: listAt(slaves.body, "recovered_slaves").map(v1Info),
    };
    return { ...slaves, body: { type: "GET_AGENTS", get_agents } };
  }
}

function v1Agent(slave: Json): Fields {
  const registered_time = { nanoseconds: 1e9 * (numberAt(slave, "registered_time") ?? 0) };
  const kept = Object.fromEntries(
    ["active", "deactivated", "version", "pid"].map((name) => [name, at(slave, name) ?? null]),
  );
  return { agent_info: v1Info(slave), ...kept, registered_time };
}

function v1Info(slave: Json): Fields {
  const attributes = Object.entries(Object(at(slave, "attributes"))).map(([name, value]) => ({
    ...{ name, type: "TEXT" },
    text: { value: String(value) },
  }));
  return { id: { value: textAt(slave, "id") ?? "" }, hostname: textAt(slave, "hostname") ?? "", attributes };
}

function endpointOf(path: string, body: string): string {
  const call = typeIn(body);
  return call ? `v1_${call}` : path.replace(/^\/(master\/)?/, "").replace("metrics/snapshot", "metrics");
}
