import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test, { after, before } from "node:test";
import { type ServedWorld, serveWorld } from "../../src/rehearsal/server.ts";
import { type Bench, type Place, present } from "../conformance/aws/case.ts";
import { cases } from "../conformance/aws/cases.ts";
import { clientsOf } from "../conformance/aws/clients.ts";
import environment from "./environment.ts";

let served: ServedWorld;

before(async () => {
  served = await serveWorld({ environment });
});
after(() => served.close());

function placeOf(zone: number, number: number): Place {
  const { subnet, zone: name } = present(environment.stacks.test.masters.zones[zone]);
  return { subnet, zone: name, address: `10.30.${zone + 1}.${200 + number}` };
}

function benchFor(number: number): Bench {
  return {
    ...clientsOf(`http://127.0.0.1:${served.port}`),
    account: environment.aws.account,
    vpc: environment.aws.vpc,
    subnets: [placeOf(0, number), placeOf(1, number)],
    image: environment.hosts.image,
    profile: "test-master",
    name: (what) => `case${number}-${what}`,
    settle: async () => served.world.ground.time.sleep(120_000),
  };
}

for (const [number, each] of cases.entries()) {
  test(`as AWS: ${each.name}`, () => each.run(benchFor(number)));
}

test("every case that is left out for moto stands in the operators' document", () => {
  const document = readFileSync(new URL("../../docs/rehearsal.md", import.meta.url), "utf8");
  const missing = cases.filter((each) => each.butNotMoto && !document.includes(`| ${each.name} |`));
  assert.deepEqual(missing, []);
});
