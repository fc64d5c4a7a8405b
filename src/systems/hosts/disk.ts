import { quoted } from "../../model/printable.ts";
import { ask, complaintOf, type Look, no, unknown, yes } from "./look.ts";
import { numberOf } from "./names.ts";

interface FileSystem {
  readonly mount: string;
  readonly freePercent: number;
}

/**
 * Every file system of the host's own disks has room: the root's, docker's, the data volume's. What is free is what a
 * user may still take, so the share that is kept for root does not count. Parameters: `{host, atLeastPercent}`.
 */
export const diskFree: Look = async ({ host, full }, parameters, looks) => {
  const atLeast = numberOf(parameters, "atLeastPercent");
  const result = await ask(full, ["df", "-P", "-k", "-l"], looks);
  const disks = result.stdout.split("\n").flatMap(fileSystemIn);
  if (disks.length === 0) return unknown(`df tells nothing: ${complaintOf(result)}`, `run df on ${host} by hand`);
  const detail = disks.map(({ mount, freePercent }) => `${mount} ${freePercent} % free`).join(", ");
  if (disks.every(({ freePercent }) => freePercent >= atLeast)) return yes(detail);
  return no(`${detail}; ${atLeast} % needed`, `make room on ${host}: docker images and old logs first`);
};

/** One line of `df -P -k`: file system, blocks, used, available, capacity, mount point (POSIX). */
function fileSystemIn(line: string): readonly FileSystem[] {
  const found = /^\/dev\/(?!loop)\S+\s+(\d+)\s+(\d+)\s+(-?\d+)\s+\S+\s+(\/.*)$/.exec(line.trim());
  if (!found) return [];
  const [, , used = "0", available = "0", mount = ""] = found;
  const total = Number(used) + Number(available);
  if (total <= 0) return [];
  return [{ mount: quoted(mount), freePercent: Math.floor((100 * Number(available)) / total) }];
}
