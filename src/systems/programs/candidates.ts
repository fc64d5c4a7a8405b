import { OpsError } from "../../model/error.ts";
import type { Fields } from "../../model/json.ts";
import { quoted } from "../../model/printable.ts";
import type { ConditionState } from "../../model/resource.ts";
import type { World } from "../../model/world.ts";
import { wordsIn } from "./parameters.ts";
import { execute } from "./run.ts";

/** An archive is fetched for it: a minute or two. */
const withinSeconds = 180;
/** World time: a list is used again by the looks that follow. */
const keptMs = 10 * 60 * 1000;

interface Kept {
  readonly at: number;
  readonly versions: Promise<readonly string[]>;
}

/** Lists of versions by what lists them: a look that was too impatient finds the list the next time. */
export type Lists = Map<string, Kept>;

/**
 * The version is among those that the program lists as `apt-cache madison` does. Parameters: `{argv, package, version}`.
 * Value: the versions, the newest first, as they are typed: without the packager's revision.
 */
export async function versionOffered(world: World, lists: Lists, parameters: Fields): Promise<ConditionState> {
  const wanted = parameters.package;
  const versions = await listed(world, lists, wordsIn(parameters.argv), typeof wanted === "string" ? wanted : "");
  const offered = versions.length === 0 ? "nothing" : versions.slice(0, 6).join(", ");
  const { version } = parameters;
  const isThere = typeof version === "string" && versions.includes(version);
  if (isThere) return { holds: "yes", detail: `${version} is among ${offered}`, value: versions };
  const detail = `${typeof version === "string" && version ? quoted(version, 40) : "no version"} is not among ${offered}`;
  return { holds: "no", detail, next: "type one of those, or see that it is published", value: versions };
}

async function listed(world: World, lists: Lists, argv: readonly string[], name: string): Promise<readonly string[]> {
  const key = JSON.stringify([argv, name]);
  const kept = lists.get(key);
  if (kept && world.clock.now() - kept.at < keptMs) return await kept.versions;
  const versions = ask(world, argv, name);
  lists.set(key, { at: world.clock.now(), versions });
  versions.catch(() => lists.delete(key));
  return await versions;
}

async function ask(world: World, argv: readonly string[], name: string): Promise<readonly string[]> {
  const { exitCode, stdout, stderr } = await execute(world, { argv, withinSeconds });
  if (exitCode === 0) return versionsIn(stdout, name);
  throw new OpsError({
    code: "program-failed",
    reason: "system",
    what: `${quoted(argv.join(" "), 120)} lists no versions`,
    why: `exit code ${exitCode}: ${quoted(stderr.trim().split("\n").at(-1) ?? "") || "it printed no reason"}`,
    next: "run it by hand to see why; the version can be typed all the same",
  });
}

/** `mesos | 1.11.0-2.0.1.ubuntu2204 | https://… Packages`: each version once, the newest first. */
export function versionsIn(text: string, name: string): readonly string[] {
  const rows = text.split("\n").map((line) => line.split("|").map((cell) => cell.trim()));
  const own = rows.filter(([first, version]) => first === name && version);
  const versions = own.map(([, version = ""]) => upstreamOf(version));
  return [...new Set(versions)].toSorted((one, other) => other.localeCompare(one, "en", { numeric: true }));
}

/** Debian's `[epoch:]upstream[-revision]`. Source: Debian Policy, section 5.6.12. */
function upstreamOf(version: string): string {
  return version.replace(/^\d+:/, "").replace(/-[^-]*$/, "");
}
