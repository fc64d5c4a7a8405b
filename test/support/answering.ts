import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";
import type { Json } from "#src/model/json.ts";
import type { World } from "#src/model/world.ts";

export interface Asked {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Answered {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Json;
}

/** A service on loopback that answers as it is told; gives what it was asked. `undefined` breaks the connection. */
export async function answering(
  t: TestContext,
  answer: (asked: Asked) => Answered | undefined,
): Promise<{ readonly asked: Asked[]; readonly connect: World["connect"] }> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const body = (await request.setEncoding("utf8").toArray()).join("");
    const one = { method: request.method ?? "", path: request.url ?? "", headers: request.headers, body };
    asked.push(one);
    const answered = answer(one);
    if (!answered) return request.socket.destroy();
    const { status = 200, headers = {}, body: content = "" } = answered;
    response.writeHead(status, headers).end(typeof content === "string" ? content : JSON.stringify(content));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { asked, connect: async () => ({ host: "127.0.0.1", port, isInTheClear: true }) };
}

/** The variables for this test only. */
export function withEnvironment(t: TestContext, variables: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(variables)) {
    const before = process.env[name];
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
    t.after(() => {
      if (before === undefined) delete process.env[name];
      else process.env[name] = before;
    });
  }
}
