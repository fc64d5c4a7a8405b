import test, { before } from "node:test";
import type { Bench } from "../conformance/openstack/case.ts";
import { cases } from "../conformance/openstack/cases.ts";
import { benchOf, noOpenStack } from "./openstack.ts";

let bench: Bench;

before(async () => {
  if (!noOpenStack) bench = await benchOf("alibuild");
});

for (const each of cases) {
  test(`as OpenStack: ${each.name}`, { skip: noOpenStack }, () => each.run(bench));
}
