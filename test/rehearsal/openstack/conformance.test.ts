import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openBench } from "../../conformance/openstack/bench.ts";
import type { Bench } from "../../conformance/openstack/case.ts";
import { cases } from "../../conformance/openstack/cases.ts";
import { stage } from "./stage.ts";

describe("the rehearsed cloud passes what a real OpenStack passes", () => {
  let bench: Bench;
  const ends: (() => Promise<void>)[] = [];
  after(async () => {
    for (const end of ends) await end();
  });
  before(async () => {
    const { world, pass } = await stage({ after: (end) => ends.push(end) });
    bench = await openBench({
      credentials: world.openstack ?? assert.fail("no credentials"),
      connect: (host, port) => world.connect(host, port),
      pause: async () => pass(10),
      prefix: "conformance-",
    });
  });
  for (const { name, run } of cases) test(name, () => run(bench));
});
