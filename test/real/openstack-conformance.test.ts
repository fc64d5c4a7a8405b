import { randomBytes } from "node:crypto";
import test, { before } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { openBench } from "../conformance/openstack/bench.ts";
import type { Bench } from "../conformance/openstack/case.ts";
import { cases } from "../conformance/openstack/cases.ts";
import { credentialsOf, noOpenStack } from "./openstack.ts";

let bench: Bench;

if (!noOpenStack) {
  before(async () => {
    bench = await openBench({
      credentials: credentialsOf("alibuild"),
      connect: async (host, port) => ({ host, port }),
      pause: () => sleep(250),
      prefix: `case-${randomBytes(3).toString("hex")}-`,
    });
  });
}

for (const each of cases) {
  test(`as OpenStack: ${each.name}`, { skip: noOpenStack }, () => each.run(bench));
}
