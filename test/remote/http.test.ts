import assert from "node:assert/strict";
import { createServer, type RequestListener } from "node:http";
import { createServer as createSocket } from "node:net";
import test, { type TestContext } from "node:test";
import { NotDone, OpsError } from "#src/model/error.ts";
import { createHttp, type HttpOptions } from "#src/remote/http.ts";

type Service = {
  readonly listen: (port: number, host: string, listening: () => void) => unknown;
  address(): unknown;
  close(): unknown;
};

async function portOf(t: TestContext, server: Service): Promise<number> {
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  t.after(() => server.close());
  const address = server.address();
  return typeof address === "object" && address !== null && "port" in address ? Number(address.port) : 0;
}

function service(port: number, more: Partial<HttpOptions> = {}) {
  const connect = async () => ({ host: "127.0.0.1", port, isInTheClear: true }) as const;
  const options = { url: "https://go.example:8154/go", name: "GoCD", next: "look whether it is up", withinSeconds: 1 };
  return createHttp({ world: { connect }, ...options, ...more });
}

test("a request goes where the world says, with the service's own host and path", async (t) => {
  const seen: unknown[] = [];
  const answer: RequestListener = async ({ method, url, headers }, response) => {
    seen.push(method, url, headers.host);
    response.writeHead(302, { location: "https://elsewhere.example/" }).end("moved");
  };
  const http = service(await portOf(t, createServer(answer)));
  const { status, text, headers } = await http({ method: "POST", path: "/api/x?a=1", body: "{}" });
  assert.deepEqual(seen, ["POST", "/go/api/x?a=1", "go.example:8154"]);
  assert.deepEqual([status, text, headers.location], [302, "moved", "https://elsewhere.example/"]);
});

test("reads share a connection; what changes something has one of its own", async (t) => {
  const ports: (number | undefined)[] = [];
  const answer: RequestListener = ({ socket }, response) => {
    ports.push(socket.remotePort);
    response.end("{}");
  };
  const http = service(await portOf(t, createServer(answer)));
  for (const method of ["GET", "GET", "POST", "POST"] as const) await http({ method, path: "/" });
  assert.equal(ports[0], ports[1]);
  assert.equal(new Set(ports).size, 3);
});

test("a kept connection that ended meanwhile is no failure of a read", async (t) => {
  let count = 0;
  const answer: RequestListener = ({ socket }, response) => {
    count += 1;
    if (count === 2) socket.destroy();
    else response.end(String(count));
  };
  const http = service(await portOf(t, createServer(answer)));
  await http({ method: "GET", path: "/" });
  assert.equal((await http({ method: "GET", path: "/" })).text, "3");
});

test("where nothing listens nothing was sent", async () => {
  await assert.rejects(service(1)({ method: "PUT", path: "/" }), (error) => {
    assert.ok(error instanceof NotDone);
    assert.equal(error.code, "gocd-unreachable");
    assert.equal(error.next, "look whether it is up");
    return true;
  });
});

test("a connection that breaks, and a silence, leave a doubt", async (t) => {
  const broken = await portOf(
    t,
    createSocket((socket) => socket.destroy()),
  );
  const silent = await portOf(t, createSocket(() => {}).unref());
  for (const port of [broken, silent]) {
    const sent = service(port, { withinSeconds: 0.2 })({ method: "PUT", path: "/" });
    await assert.rejects(sent, (error) => error instanceof OpsError && !(error instanceof NotDone));
  }
});

test("a way there that is never found is not waited for for ever", async (t) => {
  // Keeps the process alive, as a prompt does.
  await portOf(t, createSocket());
  const connect = () => new Promise<never>(() => {});
  const http = service(0, { world: { connect }, withinSeconds: 0.1 });
  await assert.rejects(http({ method: "GET", path: "/" }), { code: "gocd-unreachable", why: /within 0\.1 s/ });
});

test("an answer without an end is not read for ever", async (t) => {
  const endless: RequestListener = (_, response) => {
    const more = () => !response.destroyed && response.write("x".repeat(1024), () => setImmediate(more));
    more();
  };
  const http = service(await portOf(t, createServer(endless)), { bytesAtMost: 10_000 });
  await assert.rejects(http({ method: "GET", path: "/" }), /more than 10000 bytes/);
});
