import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";
import type { Fields, Json } from "#src/model/json.ts";
import type { ConditionState } from "#src/model/resource.ts";
import type { System } from "#src/model/system.ts";
import { createForeman, type Foreman } from "#src/systems/foreman/index.ts";
import environment from "../../../environments/alibuild.ts";
import type { Hosts } from "../hosts/double.ts";
import { noon, world } from "../hosts/stage.ts";

export const base = "https://judy.cern.ch:8443";
export const nothing = { applied: 0, restarted: 0, failed: 0, failed_restarts: 0, skipped: 0, pending: 0 };

/** A report as Foreman gives it, so many seconds old. */
export function report(secondsAgo: number, status: Fields = {}, logs: readonly Json[] = []): Json {
  const reported_at = new Date(noon - secondsAgo * 1000).toISOString();
  return { id: 7, host_name: "alibuild07.cern.ch", reported_at, status: { ...nothing, ...status }, metrics: {}, logs };
}

export const notFound = { error: { message: "Resource host not found by id 'alibuild07.cern.ch'" } };

/** A world whose operator's own settings are not used. */
const nobody = {
  ...{ authUrl: "http://127.0.0.1:1/v3", username: "operator", password: "", userDomainId: "default" },
  ...{ projectName: "ALICE Release Testing", projectDomainId: "default" },
};

/** Foreman as curl on the gateway gets it: the body, and the status on a line of its own. */
export function byGateway(hosts: Hosts): Foreman {
  return createForeman({ environment, world: world({ openstack: nobody }), ssh: hosts });
}

export function curled(status: number, body: Json | string) {
  return { stdout: `${typeof body === "string" ? body : JSON.stringify(body)}\n${status}` };
}

/** A Foreman on loopback; gives what it was asked. */
export async function served(
  t: TestContext,
  answers: Readonly<Record<string, readonly [number, Json | string]>>,
  hosts: Hosts,
): Promise<{
  readonly foreman: System;
  readonly asked: { path: string; headers: Readonly<Record<string, unknown>> }[];
}> {
  const asked: { path: string; headers: Readonly<Record<string, unknown>> }[] = [];
  const server = createServer((request, response) => {
    asked.push({ path: request.url ?? "", headers: request.headers });
    const answer = answers[request.url ?? ""];
    if (!answer) return;
    const [status, body] = answer;
    response.writeHead(status).end(typeof body === "string" ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  t.after(() => server.closeAllConnections());
  const { port } = server.address() as AddressInfo;
  const there = world({ connect: async () => ({ host: "127.0.0.1", port }) });
  const place = { ...environment, foreman: { url: "http://judy.cern.ch:8443" } };
  const credentials = { user: "jane", password: "a secret" };
  const options = { environment: place, world: there, ssh: hosts, credentials, answerWithinSeconds: 0.3 };
  return { foreman: createForeman(options), asked };
}

export function ask(system: System, name: string, parameters: Fields = {}): Promise<ConditionState> {
  const all = { host: "alibuild07", withinSeconds: 7200, ...parameters };
  return system.holds({ system: "foreman", name, stack: "", parameters: all, what: name, withinSeconds: 1 });
}
