import { readFileSync, statSync } from "node:fs";
import { describeProcess } from "./process.ts";
import { clockTime } from "./time.ts";

/**
 * Who has a write lock on a journal, for people, or `undefined` where the operating system does not tell.
 * Linux lists the locks by inode in `/proc/locks`; the write-ahead log's locks are on the `-shm` file.
 */
export function lockHolderOf(file: string, ownPid: number): string | undefined {
  const inodes = [file, `${file}-shm`, `${file}-wal`].map(inodeOf);
  const holder = locks().find(({ inode, pid }) => pid > 0 && pid !== ownPid && inodes.includes(inode));
  if (holder === undefined) return undefined;
  const known = describeProcess(holder.pid);
  if (known === undefined) return `process ${holder.pid}`;
  return `process ${holder.pid} (${known.command}), running since ${clockTime(known.startedAt)}`;
}

/** The POSIX write locks of all processes; see proc_locks(5). */
function locks(): readonly { readonly pid: number; readonly inode: number }[] {
  const lines = textOf("/proc/locks").matchAll(/^\d+: POSIX +\w+ +WRITE +(-?\d+) \w+:\w+:(\d+) /gm);
  return Array.from(lines, ([, pid, inode]) => ({ pid: Number(pid), inode: Number(inode) }));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** Which file a name stands for now; `undefined` where there is none, or none that we may see. */
export function inodeOf(file: string): number | undefined {
  try {
    return statSync(file).ino;
  } catch {
    return undefined;
  }
}
