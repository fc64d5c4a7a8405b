import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { installSshd, makeKey, type Sshd, startSshd } from "../real/sshd.ts";
import type { Row } from "./row.ts";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../..");
const hosts = 200;
const folderOfTools = join(root, "node_modules", ".cache", "bench", "fleet");

/** What a client took for one command on all hosts, processes that it started and waited for included. */
interface Took {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
}

/**
 * One read-only command on 200 hosts of a loopback sshd, beside Ansible and ClusterShell in the same minute. What cannot
 * be installed is said and left out.
 */
export async function sshRows(): Promise<readonly Row[]> {
  const missing = await installSshd().then(
    () => undefined,
    () => "no sshd",
  );
  if (missing) {
    console.error(`${missing}: commands on ${hosts} hosts are not measured`);
    return [];
  }
  const fleet = await Fleet.start();
  try {
    return await rowsOf(fleet);
  } finally {
    await fleet.stop();
  }
}

async function rowsOf(fleet: Fleet): Promise<readonly Row[]> {
  const others = await othersIn(folderOfTools);
  const took: Record<string, Took> = {};
  // As the console has it: what was compiled once is taken from the cache.
  process.env.NODE_COMPILE_CACHE = join(fleet.home, "compile-cache");
  await timed([process.execPath, client, fleet.home, "1", "1"]);
  const ours = await timed([process.execPath, client, fleet.home, String(hosts), "1"]);
  for (const [name, argv] of Object.entries(others)) {
    const theirs = await timed(argv(fleet)).catch(() => undefined);
    if (theirs) took[name] = theirs;
    else console.error(`${name} does not reach all hosts: it is left out`);
  }
  const compared = Object.entries(took).flatMap(([name, theirs]) => [
    cpuRow(ours, theirs, name),
    wallRow(ours, theirs, name),
  ]);
  return [...compared, await reuseRow(fleet)];
}

const client = join(import.meta.dirname, "ssh-client.ts");

function cpuRow(ours: Took, theirs: Took, name: string): Row {
  const perHost = ({ cpuSeconds }: Took) => `${((1000 * cpuSeconds) / hosts).toFixed(1)} ms`;
  const most = name === "ansible" ? 1 / 6 : 1;
  return {
    what: `processor time of the client for a command on each of ${hosts} hosts`,
    measured: perHost(ours),
    comparedWith: `${name} ${perHost(theirs)}`,
    ratio: ours.cpuSeconds / theirs.cpuSeconds,
    promised: name === "ansible" ? "at most 1/6" : "less",
    isKept: ours.cpuSeconds <= most * theirs.cpuSeconds,
  };
}

function wallRow(ours: Took, theirs: Took, name: string): Row {
  return {
    what: `a command on ${hosts} hosts, from start to end`,
    measured: `${ours.wallSeconds.toFixed(1)} s`,
    comparedWith: `${name} ${theirs.wallSeconds.toFixed(1)} s`,
    ratio: ours.wallSeconds / theirs.wallSeconds,
    promised: "no longer",
    isKept: ours.wallSeconds <= theirs.wallSeconds,
  };
}

/** The second command on the same hosts goes over the connections of the first. */
async function reuseRow(fleet: Fleet): Promise<Row> {
  const before = fleet.logins();
  const { stdout } = await run(process.execPath, [client, fleet.home, String(hosts), "2"]);
  const { wallMs }: { readonly wallMs: readonly [number, number] } = JSON.parse(stdout);
  const logins = fleet.logins() - before;
  return {
    what: `a second command on the same ${hosts} hosts`,
    measured: `${(wallMs[1] / 1000).toFixed(2)} s, ${logins - hosts} logins`,
    comparedWith: `the first ${(wallMs[0] / 1000).toFixed(2)} s, ${hosts} logins`,
    ratio: wallMs[1] / wallMs[0],
    promised: "no new login",
    isKept: logins === hosts,
  };
}

/** By the shell's own clock, which counts the processes that were waited for. */
async function timed(argv: readonly string[]): Promise<Took> {
  const script = 'TIMEFORMAT="%R %U %S"; time "$@" >/dev/null 2>&1 || echo failed >&2';
  const { stderr } = await run("bash", ["-c", script, "timed", ...argv], { maxBuffer: 1 << 24 });
  const [wall = 0, user = 0, system = 0] = (stderr.split("\n")[0] ?? "").split(" ").map(Number);
  if (stderr.includes("failed")) throw new Error(`${argv[0]} failed`);
  return { wallSeconds: wall, cpuSeconds: user + system };
}

type Command = (fleet: Fleet) => readonly string[];

/** The tools to compare with, from the Python package index, as far as they can be had. */
async function othersIn(folder: string): Promise<Readonly<Record<string, Command>>> {
  try {
    if (!existsSync(join(folder, "bin", "clush"))) {
      rmSync(folder, { recursive: true, force: true });
      await run("python3", ["-m", "venv", folder]);
      await run(join(folder, "bin", "pip"), ["install", "--quiet", "ansible-core", "ClusterShell"]);
    }
    const bin = (name: string) => join(folder, "bin", name);
    return {
      ansible: ({ inventory, options }) => [
        ...[bin("ansible"), "all", "-i", inventory, "-m", "raw", "-f", "50", "-T", "60", "-a", "uptime"],
        ...["--ssh-common-args", options],
      ],
      clush: ({ options }) => [
        bin("clush"),
        "-f",
        "64",
        "-O",
        "connect_timeout=60",
        "-o",
        options,
        "-w",
        `host[1-${hosts}].bench`,
        "uptime",
      ],
    };
  } catch (error) {
    console.error(`nothing to compare commands on hosts with: ${error instanceof Error ? error.message : error}`);
    return {};
  }
}

/** One sshd under 200 names, and an operator's home in which they are known. */
class Fleet {
  readonly home: string;
  readonly #sshd: Sshd;

  static async start(): Promise<Fleet> {
    const home = mkdtempSync(join(tmpdir(), "bench-ssh-"));
    const folder = join(home, ".ssh");
    mkdirSync(folder, { mode: 0o700 });
    const key = join(folder, "id_ed25519");
    await makeKey(key);
    const more = ["MaxStartups 1000:30:2000", "LoginGraceTime 600"];
    const sshd = await startSshd({ folder: join(home, "sshd"), authorizedKeys: `${key}.pub`, more });
    const known = join(folder, "known_hosts");
    const names = Array.from({ length: hosts }, (_, at) => `host${at + 1}.bench`);
    writeFileSync(known, names.map((name) => `${name} ${sshd.publicKeys[0]}\n`).join(""));
    const each = names.map((name) => `Host ${name}\n  HostKeyAlias ${name}\n`).join("");
    const all = ["HostName 127.0.0.1", `Port ${sshd.port}`, `User ${userInfo().username}`, `IdentityFile ${key}`];
    const lines = [...all, "IdentitiesOnly yes", `UserKnownHostsFile ${known}`].map((line) => `  ${line}\n`).join("");
    writeFileSync(join(folder, "config"), `${each}Host *\n${lines}`);
    writeFileSync(join(home, "inventory"), `${names.join("\n")}\n`);
    return new Fleet(home, sshd);
  }

  constructor(home: string, sshd: Sshd) {
    this.home = home;
    this.#sshd = sshd;
  }

  get inventory(): string {
    return join(this.home, "inventory");
  }

  /** For programs that start the system's ssh. */
  get options(): string {
    return `-F ${join(this.home, ".ssh", "config")}`;
  }

  logins(): number {
    return readFileSync(this.#sshd.logFile, "utf8").match(/Accepted publickey/g)?.length ?? 0;
  }

  async stop(): Promise<void> {
    await this.#sshd.stop();
    rmSync(this.home, { recursive: true, force: true });
  }
}
