import type { Command } from "../hosts/command.ts";
import { answer } from "../hosts/play.ts";

const hourMs = 3600 * 1000;
/** A ticket lives 25 hours; the login's daemon gets a new one twice a day. */
const livesMs = 25 * hourMs;
const renewedMs = 12 * hourMs;

/** The ticket that the login brought along. Times in UTC. */
export const klist: Command = {
  name: "klist",
  on: "gateway",
  isLook: () => true,
  play({ hosts, site, words }) {
    if (words.includes("-s")) return answer([]);
    const { openedAt } = hosts;
    const sinceMs = openedAt + Math.floor((site.ground.time.now() - openedAt) / renewedMs) * renewedMs;
    return answer([
      "Ticket cache: FILE:/tmp/krb5cc_20017_rehearsal",
      "Default principal: operator@CERN.CH",
      "",
      "Valid starting     Expires            Service principal",
      `${stampOf(sinceMs)}  ${stampOf(sinceMs + livesMs)}  krbtgt/CERN.CH@CERN.CH`,
      `\trenew until ${stampOf(sinceMs + 5 * 24 * hourMs)}`,
    ]);
  },
};

/** `11/20/26 22:10:31` */
function stampOf(milliseconds: number): string {
  const [year, month, day] = new Date(milliseconds).toISOString().slice(2, 10).split("-");
  return `${month}/${day}/${year} ${new Date(milliseconds).toISOString().slice(11, 19)}`;
}
