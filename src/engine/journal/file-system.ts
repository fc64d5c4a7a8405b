import { statfsSync } from "node:fs";
import { platform } from "node:os";
import { OpsError } from "../../model/error.ts";

/**
 * File systems on which SQLite's write-ahead log is not safe, by the number that Linux's statfs(2) gives: two machines
 * do not see each other's shared memory and locks. FUSE is refused whole (sshfs, s3fs, virtiofs, ...): it does not say
 * what is behind it, and a safe folder is one setting away.
 */
const networkFileSystems: ReadonlyMap<number, string> = new Map([
  [0x6969, "NFS"],
  [0x517b, "SMB"],
  [0xff534d42, "CIFS"],
  [0xfe534d42, "SMB2"],
  [0x5346414f, "AFS"],
  [0x6b414653, "AFS"],
  [0x65735546, "FUSE"],
  [0x01021997, "9P"],
  [0x0bd00bd0, "Lustre"],
  [0x47504653, "GPFS"],
  [0x00c36400, "Ceph"],
  [0x73757245, "Coda"],
]);

/** The number of the file system that a folder is on, unsigned. */
export function fileSystemTypeOf(folder: string): number {
  return platform() === "linux" ? statfsSync(folder).type >>> 0 : 0;
}

/** @throws OpsError `network-file-system` where a journal would not be safe. Only Linux tells; elsewhere nothing is refused. */
export function refuseNetworkFileSystem(folder: string, typeOf: (folder: string) => number): void {
  const name = networkFileSystems.get(typeOf(folder));
  if (name === undefined) return;
  throw new OpsError({
    code: "network-file-system",
    reason: "journal",
    what: `the journal cannot be kept in ${folder}`,
    why: `it is on ${name}, a network file system, where two consoles could write the journal at once and destroy it`,
    next: "set MESOS_CONSOLE_HOME to a folder on a local disk that nothing tidies up",
  });
}
