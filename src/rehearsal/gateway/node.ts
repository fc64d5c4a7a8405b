import { Containers } from "../hosts/containers.ts";
import type { Disk, Host } from "../hosts/host.ts";
import { Random } from "../random.ts";
import { uuidOf } from "../site/ground.ts";
import type { Site } from "../site/index.ts";
import { type KeyPair, keyPair } from "../ssh/keys.ts";

const upForMs = 30 * 24 * 3600 * 1000;

/**
 * A machine that is no server of the project: Puppet's authority, or one of those behind the gateway's name, which share
 * their host key and nothing else.
 */
export class GatewayNode implements Host {
  readonly name: string;
  readonly fullName: string;
  readonly address: string;
  readonly role: "gateway" | "authority";
  readonly disk: Disk = {
    containers: new Containers(),
    jobs: new Map(),
    puppet: { runs: 1, isConverged: true, lockedUntil: 0 },
  };
  readonly #site: Site;
  #bootedAt: number | undefined;
  #boots = 0;

  constructor(site: Site, name: string, address: string, role: GatewayNode["role"] = "gateway") {
    this.name = name;
    this.role = role;
    this.fullName = `${name}.${site.ground.environment.domain}`;
    this.address = address;
    this.#site = site;
    this.#bootedAt = site.ground.time.now() - upForMs;
  }

  hostKey(): KeyPair {
    return keyPair(this.#site.seed, this.role);
  }

  bootedAt(): number | undefined {
    return this.#bootedAt;
  }

  bootId(): string {
    return uuidOf(new Random(this.#site.seed, `boot/${this.name}/${this.#boots}`).hex(32));
  }

  /** Down for so long, and everything that ran there with it. World seconds. */
  goDown(seconds: number): void {
    const { time } = this.#site.ground;
    this.#bootedAt = undefined;
    for (const job of this.disk.jobs.values()) job.lose();
    time.after(seconds, () => {
      this.#bootedAt = time.now();
      this.#boots += 1;
    });
  }
}

/** Numbers of the nodes: `aiadm.cern.ch` is `aiadm81.cern.ch` and `aiadm82.cern.ch`. */
const numbers = [81, 82];

/** The machines behind the environment's gateway; none when it has no gateway. */
export function gatewayNodes(site: Site): readonly GatewayNode[] {
  const alias = site.ground.environment.gateway?.host.split(".")[0];
  if (!alias) return [];
  return numbers.map((number) => new GatewayNode(site, `${alias}${number}`, `188.184.10.${number}`));
}

/** Where the environment names a machine of its own for Puppet's authority. */
export function authorityNodes(site: Site): readonly GatewayNode[] {
  const { puppetCa, gateway } = site.ground.environment;
  if (!puppetCa || puppetCa.host === gateway?.host) return [];
  return [new GatewayNode(site, puppetCa.host.split(".")[0] ?? puppetCa.host, "188.184.10.90", "authority")];
}
