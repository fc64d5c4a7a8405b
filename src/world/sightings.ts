import { appendFileSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { OpsError } from "../model/error.ts";
import { makeFolder } from "../model/folder.ts";
import type { Sightings } from "../model/sightings.ts";

interface Sighting {
  readonly volume: string;
  readonly server: string;
}

/** Kept in `<home>/sightings/<environment>.jsonl`, a line each, only ever longer. Read anew when another console wrote. */
export function openSightings(home: string, environment: string): Sightings {
  const folder = join(home, "sightings");
  const file = join(folder, `${environment}.jsonl`);
  let known = new Map<string, Set<string>>();
  let readBytes = 0;
  const seen = (): Map<string, Set<string>> => {
    const bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    if (bytes !== readBytes) known = readAll(file);
    readBytes = bytes;
    return known;
  };
  return {
    serversOf: (volume) => [...(seen().get(volume) ?? [])],
    note(volume, servers) {
      const before = seen().get(volume) ?? new Set();
      const fresh = servers.filter((server) => !before.has(server));
      if (fresh.length === 0) return;
      makeFolder(folder);
      const lines = fresh.map((server) => `${JSON.stringify({ volume, server })}\n`);
      appendFileSync(file, lines.join(""), { mode: 0o600 });
    },
  };
}

function readAll(file: string): Map<string, Set<string>> {
  const known = new Map<string, Set<string>>();
  for (const line of linesOf(file)) {
    const { volume, server } = sightingIn(line, file);
    known.set(volume, (known.get(volume) ?? new Set()).add(server));
  }
  return known;
}

function linesOf(file: string): readonly string[] {
  try {
    return readFileSync(file, "utf8").split("\n").filter(Boolean);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw unreadable(file, error);
  }
}

function sightingIn(line: string, file: string): Sighting {
  try {
    const { volume, server } = JSON.parse(line);
    if (typeof volume === "string" && typeof server === "string") return { volume, server };
  } catch {
    // Told below, as a line of another shape is.
  }
  throw unreadable(file, `not a sighting: ${line.slice(0, 80)}`);
}

function unreadable(file: string, cause: unknown): OpsError {
  return new OpsError({
    code: "sightings-unreadable",
    reason: "system",
    what: "It cannot be read which volumes were seen at protected servers",
    why: cause instanceof Error ? cause.message : String(cause),
    next: `look at ${file}; a half-written last line may be cut off`,
    cause,
  });
}
