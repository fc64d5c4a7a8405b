import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { platform } from "node:os";
import { basename } from "node:path";
import { printable } from "../../model/printable.ts";

/**
 * When a process started, as the operating system tells it; with its pid it names one process for good.
 * On Linux the kernel's boot id and the start in clock ticks (`/proc/<pid>/stat`, field 22, proc(5)); elsewhere what
 * `ps -o lstart=` says, to the second.
 * @returns `undefined` when no such process runs; a killed one that nobody has waited for yet does not run.
 */
export function processStartOf(pid: number): string | undefined {
  return platform() === "linux" ? startOnLinux(pid) : startByPs(pid);
}

/** What a process is, for people: its command and since when it runs. Linux only. */
export function describeProcess(pid: number): { readonly command: string; readonly startedAt: Date } | undefined {
  const ticks = statOf(pid)?.ticks;
  const bootSeconds = /^btime (\d+)$/m.exec(contentOf("/proc/stat") ?? "")?.[1];
  if (ticks === undefined || bootSeconds === undefined) return undefined;
  return { command: commandOf(pid), startedAt: new Date((Number(bootSeconds) + ticks / ticksPerSecond) * 1000) };
}

/** USER_HZ, which Linux has kept at 100 for programs whatever the kernel's own rate. */
const ticksPerSecond = 100;

function startOnLinux(pid: number): string | undefined {
  const stat = statOf(pid);
  if (stat === undefined || stat.state === "Z" || stat.state === "X") return undefined;
  return `${(contentOf("/proc/sys/kernel/random/boot_id") ?? "").trim()}/${stat.ticks}`;
}

function statOf(pid: number): { readonly state: string; readonly ticks: number } | undefined {
  const text = contentOf(`/proc/${pid}/stat`);
  // The second field is the command in parentheses and may itself hold blanks and parentheses.
  const fields = text?.slice(text.lastIndexOf(")") + 2).split(" ");
  const [state, ticks] = [fields?.[0], fields?.[19]];
  return state === undefined || ticks === undefined ? undefined : { state, ticks: Number(ticks) };
}

function startByPs(pid: number): string | undefined {
  try {
    const environment = { ...process.env, LC_ALL: "C", TZ: "UTC" };
    const [state, ...start] = execFileSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], {
      env: environment,
      stdio: ["ignore", "pipe", "ignore"],
    })
      .toString()
      .trim()
      .split(/\s+/);
    return state === undefined || state === "" || state.startsWith("Z") ? undefined : start.join(" ");
  } catch {
    return undefined;
  }
}

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function commandOf(pid: number): string {
  const [program = "", ...args] = (contentOf(`/proc/${pid}/cmdline`) ?? "").split("\0");
  const command = printable([basename(program), ...args].join(" ")).trim();
  return command.length > 120 ? `${command.slice(0, 117)}...` : command;
}
