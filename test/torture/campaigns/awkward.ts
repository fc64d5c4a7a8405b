import type { CampaignStage } from "../../support/campaign-stage.ts";

const author = { name: "dev-w", email: "dev-w@example.com" };

/** Lines that end in many ways, bytes that are no UTF-8, and nothing after the last line, around the pins of deploy. */
const ruby = [
  "# r\xe9seau \xff\xfe\x80\r\n",
  "module Mesos\n",
  '  MESOS_MASTER_VERSION = "1.9.0".freeze\r\n',
  "  # \xc3\x28 na\xefve\n",
  "\t \x0c\n",
  '  MESOS_SLAVE_VERSION = "1.9.0".freeze',
].join("");

/** Files that a careless editor would change, beside those that are edited. */
export async function makeAwkward({ forge, served }: CampaignStage): Promise<void> {
  const files = {
    "lib/recipes/mesos_cluster.rb": Buffer.from(ruby, "latin1"),
    "lib/recipes/beside.bin": Buffer.from([0, 255, 13, 10, 26, 0]),
    "lib/recipes/empty.rb": "",
    "docs/\u00e9t\u00e9.md": "no newline at its end",
  };
  const at = served.world.ground.time.now();
  await forge.repositories.commit("deploy", "master", { author, at, message: "Be awkward\n", files });
}
