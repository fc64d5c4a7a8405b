import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { userInfo } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePort } from "./port.ts";

const run = promisify(execFile);
const program = "/usr/sbin/sshd";

/** OpenSSH's server, installed by apt where it is missing. Gives its program; rejects when it cannot be had. */
export async function installSshd(): Promise<string> {
  if (!existsSync(program)) {
    const install = () => run("apt-get", ["install", "--yes", "--no-install-recommends", "openssh-server"]);
    await install().catch(async () => {
      await run("apt-get", ["update"]);
      await install();
    });
  }
  // Where its child without rights goes; a service's start makes it, and here there is none.
  if (process.getuid?.() === 0) mkdirSync("/run/sshd", { recursive: true });
  return program;
}

export interface SshdOptions {
  /** Keys, configuration and log are written here. */
  readonly folder: string;
  readonly keyTypes?: readonly ("ed25519" | "ecdsa" | "rsa")[];
  /** A file in the form of `authorized_keys`. */
  readonly authorizedKeys: string;
  readonly address?: string;
  /** Default: a free one. */
  readonly port?: number;
  /** Further lines of `sshd_config`. */
  readonly more?: readonly string[];
}

/** A running server of the present user. */
export interface Sshd {
  readonly port: number;
  readonly pid: number;
  /** `ssh-ed25519 AAAA…`, one for each key. */
  readonly publicKeys: readonly string[];
  readonly logFile: string;
  stop(): Promise<void>;
}

/** Makes a key pair in `<file>` and `<file>.pub`. */
export async function makeKey(file: string, type = "ed25519", passphrase = ""): Promise<void> {
  await run("ssh-keygen", ["-q", "-t", type, "-N", passphrase, "-C", "", "-f", file]);
}

/** Starts a server on loopback, and gives when it takes connections. */
export async function startSshd(options: SshdOptions): Promise<Sshd> {
  const { folder, address = "127.0.0.1" } = options;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const port = options.port ?? (await freePort(address));
  const keys = (options.keyTypes ?? ["ed25519"]).map((type) => ({ type, file: join(folder, `host_${type}`) }));
  for (const { type, file } of keys) if (!existsSync(file)) await makeKey(file, type);
  const config = join(folder, "sshd_config");
  await writeFile(config, configText({ ...options, address, port, keyFiles: keys.map(({ file }) => file) }));
  const logFile = join(folder, "log");
  const server = spawn(program, ["-D", "-f", config, "-E", logFile], { stdio: "ignore" });
  const stop = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill();
    await once(server, "exit");
  };
  await listening(address, port).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  const publicKeys = await Promise.all(keys.map(({ file }) => publicKey(file)));
  return { port, pid: server.pid ?? 0, publicKeys, logFile, stop };
}

async function publicKey(file: string): Promise<string> {
  const { stdout } = await run("ssh-keygen", ["-y", "-f", file]);
  return stdout.trim();
}

function configText(of: SshdOptions & { address: string; port: number; keyFiles: readonly string[] }): string {
  const lines = [
    `ListenAddress ${of.address}:${of.port}`,
    ...of.keyFiles.map((file) => `HostKey ${file}`),
    `AuthorizedKeysFile ${of.authorizedKeys}`,
    `PidFile ${join(of.folder, "pid")}`,
    `AllowUsers ${userInfo().username}`,
    "PermitRootLogin prohibit-password",
    "PasswordAuthentication no",
    "KbdInteractiveAuthentication no",
    // Folders of tests are open to their owner's group.
    "StrictModes no",
    "UsePAM no",
    // The present user's own start-up files of the shell are none of a test's business, and may take long.
    `SetEnv HOME=${of.folder}`,
    "UseDNS no",
    "LogLevel VERBOSE",
    ...(of.more ?? []),
  ];
  return `${lines.join("\n")}\n`;
}

async function listening(address: string, port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const socket = connect(port, address);
    const isUp = await once(socket, "connect").then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`sshd does not listen on ${address}:${port}`);
}
