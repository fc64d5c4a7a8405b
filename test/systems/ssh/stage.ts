import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import ssh2, { type Connection, type ServerChannel } from "ssh2";
import type { HostCommands } from "#src/model/host-commands.ts";
import { issuePermit } from "#src/model/permit.ts";
import type { Permit } from "#src/model/system.ts";
import type { Address, World } from "#src/model/world.ts";
import { createSsh } from "#src/systems/ssh/index.ts";
import type { SshOptions } from "#src/systems/ssh/ssh.ts";

/** A key of a host or of an operator. */
export interface TestKey {
  readonly privateKey: string;
  /** `ssh-rsa AAAA…`, as in `known_hosts`. */
  readonly publicLine: string;
}

/** One in many of those that ssh2 makes it cannot read itself; then another one is made. */
export function newKey(type: "ed25519" | "ecdsa" = "ed25519"): TestKey {
  const { generateKeyPairSync, parseKey } = ssh2.utils;
  const made = type === "ecdsa" ? generateKeyPairSync(type, { bits: 256 }) : generateKeyPairSync(type);
  if (parseKey(made.private) instanceof Error) return newKey(type);
  return { privateKey: made.private, publicLine: made.public };
}

/** What a host of the stage does with a command; absent: it runs it in a shell, with a home of its own. */
export type Play = (command: string, channel: ServerChannel, connection: Connection) => void;

/** Hosts on loopback that speak SSH, a world in which they have names, and the console's commands on them. */
export class Stage {
  readonly home = mkdtempSync(join(tmpdir(), "ssh-"));
  readonly operator = newKey();
  /** All commands that reached a host, in order. */
  readonly commands: string[] = [];
  /** Connections that were authenticated. */
  logins = 0;
  /** Connections that are open now. */
  open = 0;
  mostHandshakes = 0;
  #handshakes = 0;
  readonly #doors = new Map<string, Address>();
  readonly #known: string[] = [];
  readonly #endings: (() => void)[] = [];
  #permits = 0;

  constructor(t: TestContext) {
    t.after(() => {
      for (const end of this.#endings) end();
      rmSync(this.home, { recursive: true, force: true });
    });
  }

  /** Starts a host `<name>.cern.ch`; its key is known unless said otherwise. */
  async host(
    name: string,
    { play, key = newKey(), isKnown = true }: { play?: Play; key?: TestKey; isKnown?: boolean } = {},
  ) {
    const server = new ssh2.Server({ hostKeys: [key.privateKey] }, (connection) => this.#serve(connection, play));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    this.#doors.set(`${name}.cern.ch:22`, { host: "127.0.0.1", port });
    if (isKnown) this.#known.push(`${name}.cern.ch ${key.publicLine}`);
    this.#endings.push(() => server.close());
  }

  /** Forgets where a host is, as one that went down. */
  remove(name: string): void {
    this.#doors.delete(`${name}.cern.ch:22`);
  }

  get world(): World {
    return {
      kind: "rehearsal",
      id: "rehearsal-1",
      clock: { now: () => Date.now(), sleep: async () => {} },
      random: (bytes) => "0".repeat(2 * bytes),
      connect: async (host, port) => this.#doors.get(`${host}:${port}`) ?? Promise.reject(refused),
      ssh: { privateKey: this.operator.privateKey, knownHosts: this.#known.join("\n") },
    };
  }

  commandsOnHosts(options: Partial<SshOptions> = {}): HostCommands {
    const ssh = createSsh({ world: this.world, home: this.home, domain: "cern.ch", user: "root", ...options });
    this.#endings.unshift(() => ssh.close());
    return ssh;
  }

  permit(): Permit {
    this.#permits += 1;
    return issuePermit({ run: "r1", change: "c", step: `c/e/${this.#permits}`, token: `mc-${this.#permits}` });
  }

  #serve(connection: Connection, play: Play | undefined): void {
    const sockets = new Set<ReturnType<typeof connect>>();
    const publicKey = ssh2.utils.parseKey(this.operator.publicLine);
    if (publicKey instanceof Error) throw publicKey;
    connection.on("authentication", (context) => {
      const isKey = context.method === "publickey" && context.key.data.equals(publicKey.getPublicSSH());
      if (isKey) context.accept();
      else context.reject(["publickey"]);
    });
    this.open += 1;
    this.#handshakes += 1;
    this.mostHandshakes = Math.max(this.mostHandshakes, this.#handshakes);
    connection.on("ready", () => {
      this.logins += 1;
      this.#handshakes -= 1;
    });
    connection.on("session", (accept) =>
      accept().on("exec", (acceptCommand, _reject, { command }) => {
        this.commands.push(command);
        const channel = acceptCommand();
        if (play) play(command, channel, connection);
        else this.#shell(command, channel);
      }),
    );
    connection.on("tcpip", (accept, reject, { destIP, destPort }) => {
      const door = this.#doors.get(`${destIP}:${destPort}`);
      if (!door) return reject();
      const socket = connect(door.port, door.host);
      sockets.add(socket);
      const channel = accept();
      socket.on("error", () => channel.end());
      channel.pipe(socket).pipe(channel);
    });
    connection.on("error", () => {});
    connection.on("close", () => {
      this.open -= 1;
      for (const socket of sockets) socket.destroy();
    });
  }

  #shell(command: string, channel: ServerChannel): void {
    const child: ChildProcess = spawn("sh", ["-c", command], { env: { PATH: process.env.PATH, HOME: this.home } });
    child.stdout?.on("data", (chunk) => channel.write(chunk));
    child.stderr?.on("data", (chunk) => channel.stderr.write(chunk));
    child.on("close", (code) => {
      channel.exit(code ?? 1);
      channel.end();
    });
    channel.on("close", () => child.kill());
  }
}

const refused = Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
