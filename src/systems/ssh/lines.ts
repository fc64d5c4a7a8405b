import { homedir } from "node:os";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { finished } from "node:stream/promises";
import type { HostKey } from "../../model/host-commands.ts";
import type { Address } from "../../model/world.ts";
import { send } from "./command.ts";
import { type Connection, defaultLimits, type Limits } from "./connection.ts";
import { type Destination, type DestinationOptions, destinationOf, hopOf } from "./destination.ts";
import type { Dialer } from "./dial.ts";
import { isOfConnection, isUnreachable, sshError } from "./error.ts";
import { KnownHostsFiles } from "./files.ts";
import { acceptKey, HostKeys } from "./keys.ts";
import { knownHosts } from "./known-hosts.ts";
import { type Lent, Pool } from "./pool.ts";
import type { OperatorSettings } from "./settings.ts";
import type { LendTerminal } from "./shared.ts";

export interface LinesOptions extends Omit<DestinationOptions, "settingsOf"> {
  /** Whose `.ssh` is read; default: the present user's. */
  readonly operatorHome?: string;
  /** The console's folder: host keys that it took are in its `known_hosts`. */
  readonly home: string;
  readonly limits?: Partial<Limits>;
  /** Lends the terminal for a login at which a password or a code is asked for. Absent: nobody can be asked. */
  readonly lendTerminal?: LendTerminal;
}

/** The connections to hosts, made when they are needed and kept. */
export class Lines {
  readonly #options: LinesOptions;
  readonly #limits: Limits;
  readonly #files = new KnownHostsFiles();
  readonly #pool: Pool;
  #settings: Promise<OperatorSettings> | undefined;
  #dialer: Promise<Dialer> | undefined;
  #bySystem: Promise<(to: Destination) => Promise<Connection>> | undefined;

  constructor(options: LinesOptions) {
    this.#options = options;
    this.#limits = { ...defaultLimits, ...options.limits };
    this.#pool = new Pool(async (to) => (await this.#dial()).connect(to), this.#limits);
  }

  async destinationOf(host: string): Promise<Destination> {
    return await destinationOf(host, this.#named);
  }

  /** Does some work over a host's connection, a new one when the kept one is found dead before anything was sent. */
  async over<T>(to: Destination, work: (connection: Connection) => Promise<T>): Promise<T> {
    const attempt = () => this.#pool.use(to, async (lent) => await this.#attempt(to, lent, work));
    const result = (await attempt()) ?? (await attempt());
    if (result) return result.done;
    const why = "its connections end as soon as they are made";
    throw sshError("ssh-unreachable", `${to.name} is not reached by SSH`, why);
  }

  /** A connection with which something went wrong is not used again. */
  async #attempt<T>(to: Destination, lent: Lent, work: (connection: Connection) => Promise<T>) {
    if (!(await this.#answers(to, lent))) return undefined;
    try {
      return { done: await work(lent.connection) };
    } catch (error) {
      if (isOfConnection(error)) lent.discard();
      if (lent.isReused && isUnreachable(error)) return undefined;
      throw error;
    }
  }

  /** A stream to what a host reaches as `target`; its connection is kept as long as the stream lasts. */
  async streamOver(to: Destination, target: Address): Promise<Duplex> {
    const { promise, resolve, reject } = Promise.withResolvers<Duplex>();
    const carrying = this.#pool.carry(to, async (connection) => {
      const stream = await connection.open(target);
      resolve(stream);
      await finished(stream).catch(() => {});
    });
    carrying.catch(reject);
    return await promise;
  }

  async hostKey(to: Destination): Promise<HostKey> {
    return this.#keysOf(to).statusOf(await this.#shownKey(to));
  }

  /** Takes the key that a host shows, if it has that fingerprint; says whether it had. */
  async acceptKey(to: Destination, fingerprint: string): Promise<boolean> {
    const key = await this.#shownKey(to);
    if (this.#keysOf(to).statusOf(key).fingerprint !== fingerprint) return false;
    acceptKey(this.#ownFile, this.#files.of(this.#ownFile), key, to.keyNames);
    this.#pool.discard(to);
    return true;
  }

  close(): void {
    this.#pool.close();
  }

  async #shownKey(to: Destination): Promise<Buffer> {
    return await (await this.#dial()).hostKey(to);
  }

  /** Whether a connection still carries something: one that was silent for long may have died unnoticed. */
  async #answers(to: Destination, lent: Lent): Promise<boolean> {
    if (!lent.isReused || lent.idleMs < this.#limits.tryAfterMs) return true;
    const patience = { withinSeconds: this.#limits.connectWithinMs / 1000 };
    const nobody = { stdout: () => {}, stderr: () => {} };
    try {
      await send(lent.connection, { name: to.name, text: "'true'", patience }, nobody);
      return true;
    } catch {
      lent.discard();
      return false;
    }
  }

  get #named(): DestinationOptions {
    return { ...this.#options, settingsOf: async (name) => (await this.#loadedSettings()).of(name) };
  }

  #loadedSettings(): Promise<OperatorSettings> {
    this.#settings ??= import("./settings.ts").then(({ OperatorSettings }) => new OperatorSettings(this.#folder));
    return this.#settings;
  }

  /** ssh2 is loaded with the first connection: a prompt that needs none starts faster. */
  #dial(): Promise<Dialer> {
    this.#dialer ??= import("./dial.ts").then(({ createDialer }) =>
      createDialer({
        world: this.#options.world,
        folder: this.#folder,
        limits: this.#limits,
        keysOf: (to) => this.#keysOf(to),
        bySystem: async (to) => await (await this.#system())(to),
        jump: async (over, target) => await this.#jump(over, target),
      }),
    );
    return this.#dialer;
  }

  /** Loaded when a login needs it, and zx with it. */
  #system(): Promise<(to: Destination) => Promise<Connection>> {
    const { home, operatorHome, lendTerminal } = this.#options;
    this.#bySystem ??= import("./by-system.ts").then(({ systemDialer }) =>
      systemDialer({
        home,
        limits: this.#limits,
        knownHostsFiles: (to) => this.#knownHostsFiles(to),
        ...(operatorHome !== undefined && { otherFolder: this.#folder }),
        ...(lendTerminal && { lendTerminal }),
      }),
    );
    return this.#bySystem;
  }

  async #jump(over: readonly string[], target: Address): Promise<Duplex> {
    const hop = await hopOf(over.at(-1) ?? "", this.#named);
    const before = over.slice(0, -1);
    const to = before.length > 0 ? { ...hop, settings: { ...hop.settings, jumps: before } } : hop;
    return await this.streamOver(to, target);
  }

  #keysOf(to: Destination): HostKeys {
    const { ssh } = this.#options.world;
    const others = ssh ? [knownHosts(ssh.knownHosts)] : this.#operatorFiles(to).map((file) => this.#files.of(file));
    return new HostKeys(to.keyNames, this.#files.of(this.#ownFile), others);
  }

  /** For ssh, which trusts each of them alike: the console's own alone, where that names the host. */
  #knownHostsFiles(to: Destination): readonly string[] {
    const own = this.#files.of(this.#ownFile);
    const isOwn = to.keyNames.names.some((name) => own.about(name).length > 0);
    return isOwn ? [this.#ownFile] : this.#operatorFiles(to);
  }

  #operatorFiles({ settings }: Destination): readonly string[] {
    const own = settings.knownHostsFiles ?? [join(this.#folder, "known_hosts"), join(this.#folder, "known_hosts2")];
    return [...own, "/etc/ssh/ssh_known_hosts"];
  }

  /** A rehearsal's hosts have the names of real ones: each world has a file of its own. */
  get #ownFile(): string {
    const { home, world } = this.#options;
    return join(home, world.kind === "real" ? "known_hosts" : `known_hosts.${world.id}`);
  }

  get #folder(): string {
    return join(this.#options.operatorHome ?? homedir(), ".ssh");
  }
}
