import { describe, test } from "node:test";
import { leastWay, smallCampaign } from "../../support/campaign.ts";
import { bump, killAtEveryBoundary, revert } from "./chain.ts";

const environment = smallCampaign(leastWay);

describe("kill -9 at every boundary of a campaign", { concurrency: 2 }, () => {
  const timeout = 20 * 60_000;
  test("of a whole bump", { timeout }, async (t) => {
    t.diagnostic((await killAtEveryBoundary(t, { environment, before: [], campaign: bump })).join(" | "));
  });
  test("of a whole revert", { timeout }, async (t) => {
    t.diagnostic((await killAtEveryBoundary(t, { environment, before: [bump], campaign: revert })).join(" | "));
  });
});
