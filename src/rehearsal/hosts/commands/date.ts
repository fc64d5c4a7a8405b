import type { Command } from "../command.ts";
import { oddMaster } from "../odd-ones.ts";
import { answer } from "../play.ts";

/** With the fault `clock-skewed`. */
const skewMs = 90_000;

/** `date +%s.%N` and the like; the host's own idea of the time. */
export const date: Command = {
  name: "date",
  isLook: (words) => words.every((word) => word === "-u" || word.startsWith("+")),
  play({ site, host, words }) {
    const isSkewed = site.ground.troubles.has("clock-skewed") && host.name === oddMaster(site);
    const now = new Date(site.ground.time.now() + (isSkewed ? skewMs : 0));
    const format = words.find((word) => word.startsWith("+"))?.slice(1);
    return answer([format === undefined ? now.toUTCString() : formatted(now, format)]);
  },
};

function formatted(now: Date, format: string): string {
  const stamp = now.toISOString();
  const fields: Readonly<Record<string, string>> = {
    s: String(Math.floor(now.getTime() / 1000)),
    N: `${String(now.getTime() % 1000).padStart(3, "0")}000000`,
    F: stamp.slice(0, 10),
    T: stamp.slice(11, 19),
    Z: "UTC",
    "%": "%",
  };
  return format.replace(/%(.)/g, (text, letter: string) => fields[letter] ?? text);
}
