import type { Site } from "../site/index.ts";
import type { SiteServer } from "../site/server.ts";
import { type KeyPair, keyPair } from "../ssh/keys.ts";
import { Containers } from "./containers.ts";
import type { Disk, Host } from "./host.ts";
import { masqueradingNames } from "./odd-ones.ts";

/** Cloud-init's own run of Puppet after the first boot holds Puppet's lock this long. */
const firstRunSeconds = 180;

/** A server of the project from the inside. */
export class ServerHost implements Host {
  readonly server: SiteServer;
  /** As it was named when it was installed: to rename a server in Nova changes nothing inside, nor in the DNS. */
  readonly name: string;
  readonly fullName: string;
  readonly role: "master" | "agent" | "other";
  readonly #site: Site;
  #disk = blankDisk();
  #hasCrashed = false;

  constructor(site: Site, server: SiteServer) {
    const { domain, masters, agents } = site.ground.environment;
    this.server = server;
    this.name = server.name;
    this.fullName = `${server.name}.${domain}`;
    const isOf = ({ namePattern }: { readonly namePattern: string }) => new RegExp(namePattern).test(server.name);
    this.role = isOf(masters) ? "master" : isOf(agents) ? "agent" : "other";
    this.#site = site;
  }

  get address(): string {
    return this.server.address;
  }

  get disk(): Disk {
    return this.#disk;
  }

  /** The key of this root disk, whatever is shown to those who connect. */
  ownKey(): KeyPair {
    return keyPair(this.#site.seed, `host/${this.server.id}/${this.server.installedAt}`);
  }

  hostKey(): KeyPair {
    const isMasquerade =
      this.#site.ground.troubles.has("host-key-changed") && masqueradingNames(this.#site).includes(this.name);
    return isMasquerade ? keyPair(this.#site.seed, `masquerade/${this.server.id}`) : this.ownKey();
  }

  bootedAt(): number | undefined {
    return this.#hasCrashed ? undefined : this.server.bootedAt;
  }

  bootId(): string {
    return this.server.bootId;
  }

  install(): void {
    this.#disk = blankDisk();
  }

  boot(): void {
    const now = this.#site.ground.time.now();
    const isFirst = this.#disk.puppet.lockedUntil === 0;
    this.#hasCrashed = false;
    this.#disk.containers.startAll(now);
    if (isFirst) this.#runPuppetFirst();
    this.server.consoleLog.push(...(isFirst ? firstBootLines(this.name, this.ownKey()) : []), `${this.name} login: `);
  }

  /** It is never clean: the volume is not there yet when it begins. Foreman hears of it. */
  #runPuppetFirst(): void {
    const { time } = this.#site.ground;
    const disk = this.#disk;
    disk.puppet.lockedUntil = time.now() + firstRunSeconds * 1000;
    time.after(firstRunSeconds, () => {
      const isStill = disk === this.#disk && this.bootedAt() !== undefined && disk.puppet.runs === 0;
      if (isStill) this.#site.foreman.report(this.fullName, { applied: 31, failed: 1, skipped: 6 });
    });
  }

  halt(): void {
    this.#disk.containers.stopAll(this.#site.ground.time.now());
    for (const job of this.#disk.jobs.values()) job.lose();
  }

  /** It hangs, until somebody reboots it; Nova sees nothing of that. */
  crash(): void {
    this.#hasCrashed = true;
    this.halt();
  }

  /** Everything has run since long before anybody looked. */
  settleAt(moment: number): void {
    this.#disk.puppet.lockedUntil = moment;
    this.#disk.puppet.runs = 1;
    this.#disk.puppet.isConverged = true;
    this.server.consoleLog.push(...firstBootLines(this.name, this.ownKey()), `${this.name} login: `);
  }
}

function blankDisk(): Disk {
  return {
    containers: new Containers(),
    jobs: new Map(),
    puppet: { runs: 0, isConverged: false, lockedUntil: 0 },
  };
}

/** As cloud-init writes them to the console. */
function firstBootLines(name: string, key: KeyPair): readonly string[] {
  return [
    "ci-info: no authorized SSH keys fingerprints found for user cloud-user.",
    "-----BEGIN SSH HOST KEY FINGERPRINTS-----",
    `256 ${key.fingerprint} root@${name} (ED25519)`,
    "-----END SSH HOST KEY FINGERPRINTS-----",
    "-----BEGIN SSH HOST KEY KEYS-----",
    `ssh-ed25519 ${key.publicBlob} root@${name}`,
    "-----END SSH HOST KEY KEYS-----",
  ];
}
