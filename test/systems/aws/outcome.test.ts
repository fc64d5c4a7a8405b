import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import test, { type TestContext } from "node:test";
import { NotDone } from "../../../src/model/error.ts";
import { issuePermit } from "../../../src/model/permit.ts";
import { createClients } from "../../../src/systems/aws/clients.ts";
import { issued } from "../../../src/systems/aws/guard.ts";
import type { Throttle } from "../../../src/systems/aws/retry.ts";
import { environment, worldOn } from "./stage.ts";

/** A clock that stands still until somebody sleeps. */
function clock() {
  let now = 0;
  return {
    now: () => now,
    sleep(milliseconds: number) {
      now += milliseconds;
    },
  };
}

function ec2Error(code: string): string {
  return `<Response><Errors><Error><Code>${code}</Code><Message>no</Message></Error></Errors><RequestID>r</RequestID></Response>`;
}

/** An EC2 that always answers the same. */
async function answering(t: TestContext, status: number, body: string) {
  let requests = 0;
  const server: Server = createServer((_, response) => {
    requests += 1;
    response.writeHead(status, { "content-type": "text/xml" }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { ...(await clientOn(t, port)), requests: () => requests };
}

async function clientOn(t: TestContext, port: number) {
  const time = clock();
  const throttles: Throttle[] = [];
  const world = worldOn(port, time);
  const clients = createClients({ environment, world, onThrottle: (event) => throttles.push(event) });
  t.after(() => clients.close());
  return { ec2: await clients.ec2(), throttles, time };
}

function effect() {
  const permit = issuePermit({ run: "r1", change: "c", step: "c/e/1", token: "t" });
  return issued(permit, { AvailabilityZone: "us-east-1a", Size: 1, ClientToken: "t" });
}

async function thrownBy(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => assert.fail("it went through"),
    (error: unknown) => error,
  );
}

for (const code of ["InvalidParameterValue", "UnauthorizedOperation", "VolumeLimitExceeded", "RequestExpired"]) {
  test(`an effect that is answered with ${code} provably did not happen`, async (t) => {
    const { ec2, requests } = await answering(t, 400, ec2Error(code));
    const error = await thrownBy(ec2.createVolume(effect()));
    assert.ok(error instanceof NotDone);
    assert.equal(error.code, `aws-${code}`);
    assert.equal(requests(), 1);
  });
}

test("missing capacity comes as a server error and is a no all the same", async (t) => {
  const { ec2, requests } = await answering(t, 500, ec2Error("InsufficientInstanceCapacity"));
  assert.ok((await thrownBy(ec2.createVolume(effect()))) instanceof NotDone);
  assert.equal(requests(), 1);
});

for (const [what, status, body] of [
  ["an internal error", 500, ec2Error("InternalError")],
  ["service unavailable", 503, ec2Error("Unavailable")],
  ["a gateway's page", 502, "<html>bad gateway</html>"],
  ["an answer that is cut off", 200, "<CreateVolumeResponse><volumeId>vol-"],
  ["another call with the same token", 400, ec2Error("IdempotentParameterMismatch")],
  ["a request that took too long to arrive", 408, ec2Error("RequestTimeout")],
] as const) {
  test(`after ${what} nobody knows, and the effect is not sent again by the SDK`, async (t) => {
    const { ec2, requests } = await answering(t, status, body);
    const error = await thrownBy(ec2.createVolume(effect()));
    assert.ok(!(error instanceof NotDone), "it is a doubt");
    assert.match(String(error), /CreateVolume was sent and it is not known what became of it/);
    assert.equal(requests(), 1);
  });
}

test("a refused connection is a no", async (t) => {
  const gone = createServer();
  await new Promise<void>((resolve) => gone.listen(0, "127.0.0.1", resolve));
  const { port } = gone.address() as AddressInfo;
  await new Promise((resolve) => gone.close(resolve));
  const { ec2 } = await clientOn(t, port);
  const error = await thrownBy(ec2.createVolume(effect()));
  assert.ok(error instanceof NotDone);
  assert.match(error.what, /could not be sent: ECONNREFUSED/);
  assert.match(error.next, /look at the network and at AWS_ENDPOINT_URL/);
});

test("what never came as far as the wire is a no", async (t) => {
  const { ec2 } = await clientOn(t, Number.NaN);
  const error = await thrownBy(ec2.createVolume(effect()));
  assert.ok(error instanceof NotDone);
  assert.match(error.what, /CreateVolume could not be sent/);
  assert.match(error.why, /Invalid URL/);
});

test("a read is tried three times after a server error, and then is an error of the system", async (t) => {
  const { ec2, requests } = await answering(t, 500, ec2Error("InternalError"));
  await assert.rejects(ec2.describeInstances({}), { reason: "system", code: "aws-InternalError" });
  assert.equal(requests(), 3);
});

test("throttling that does not end is told, waited out for ten minutes of the world's time, and is then a no", async (t) => {
  const { ec2, throttles, time } = await answering(t, 503, ec2Error("RequestLimitExceeded"));
  const error = await thrownBy(ec2.createVolume(effect()));
  assert.ok(error instanceof NotDone);
  assert.match(error.what, /was throttled for minutes: RequestLimitExceeded/);
  assert.ok(time.now() >= 10 * 60_000 && time.now() < 11 * 60_000, `${time.now()} ms`);
  assert.equal(throttles[0]?.what, "ec2: RequestLimitExceeded");
  assert.ok(throttles.every(({ waitSeconds }) => waitSeconds <= 20));
});
