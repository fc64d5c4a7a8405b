import type { Call, Command } from "../command.ts";
import { answer } from "../play.ts";

interface FileSystem {
  readonly device: string;
  readonly mount: string;
  readonly totalKiB: number;
  readonly usedShare: number;
}

/** The root disk, and the volume where docker keeps its things. */
function fileSystems({ site, host }: Call): readonly FileSystem[] {
  const root = { device: "/dev/vda1", mount: "/", totalKiB: 41_931_756, usedShare: 0.31 };
  const server = site.servers.all().find(({ address }) => address === host.address);
  const [volume] = server ? site.volumes.of(server.id) : [];
  if (!volume?.attachment || volume.status !== "in-use") return [root];
  const { device } = volume.attachment;
  return [root, { device, mount: "/var/lib/docker", totalKiB: volume.sizeGiB * 1_048_576, usedShare: 0.52 }];
}

function lineOf({ device, mount, totalKiB, usedShare }: FileSystem): string {
  const used = Math.round(totalKiB * usedShare);
  const capacity = `${Math.ceil(usedShare * 100)}%`;
  const numbers = [totalKiB, used, totalKiB - used].map((number) => String(number).padStart(12));
  return `${device.padEnd(14)}${numbers.join("")}${capacity.padStart(9)} ${mount}`;
}

/** `df -P -k [path...]`: for each path the file system that it is on. */
export const df: Command = {
  name: "df",
  isLook: () => true,
  play(call) {
    const paths = call.words.filter((word) => !word.startsWith("-"));
    const all = fileSystems(call);
    const shown = paths.length === 0 ? all : paths.flatMap((path) => systemOf(all, path) ?? []);
    return answer(["Filesystem     1024-blocks        Used   Available Capacity Mounted on", ...shown.map(lineOf)]);
  },
};

function systemOf(all: readonly FileSystem[], path: string): FileSystem | undefined {
  const holds = ({ mount }: FileSystem) => mount === "/" || path === mount || path.startsWith(`${mount}/`);
  return all.filter(holds).toSorted((a, b) => b.mount.length - a.mount.length)[0];
}
