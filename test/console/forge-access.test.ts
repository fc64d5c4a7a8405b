import assert from "node:assert/strict";
import test from "node:test";
import { forgeAccess } from "../../src/console/forge-access.ts";
import { OpsError } from "../../src/model/error.ts";
import type { ConditionState } from "../../src/model/resource.ts";
import type { System } from "../../src/model/system.ts";
import { smallCampaign } from "../support/campaign.ts";

const { sources } = smallCampaign();

/** Systems that answer every condition so; nobody is known. */
async function rowsOf(state: ConditionState) {
  const missing = "set GOCD_TOKEN, then start again; CheckAccess() shows all that is missing";
  const identify = async () => {
    throw new OpsError({ code: "x", reason: "system", what: "not asked", why: "no token", next: missing });
  };
  const system = { holds: async () => state, identify } as unknown as System;
  const looks = forgeAccess(
    sources,
    new Map(["git", "github", "gocd", "airflow", "registry"].map((name) => [name, system])),
  );
  return (await Promise.all(looks.map((look) => look()))).flat();
}

test("a row says what was asked about, and not what the answer was about something else", async () => {
  const rows = await rowsOf({ holds: "no", detail: "there is no latest" });
  assert.match(rows[0]?.evidence ?? "", new RegExp(`^${sources.bump.models.repositories[0]}, for one$`));
  assert.match(rows[4]?.evidence ?? "", /^asked for \S+$/);
  assert.deepEqual([rows[0]?.result, rows[3]?.evidence], ["pass", "there is no latest"]);
});

test("what cannot be reached fails with its reason; what is missing is named once", async () => {
  const rows = await rowsOf({ holds: "unknown", detail: "no way there", next: "look at the network" });
  assert.deepEqual(
    [rows[0]?.result, rows[0]?.evidence, rows[0]?.next],
    ["fail", "no way there", "look at the network"],
  );
  assert.equal(rows[2]?.next, "set GOCD_TOKEN, then start again");
});
