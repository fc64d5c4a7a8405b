import { authorityNodes, type GatewayNode, gatewayNodes } from "../gateway/node.ts";
import type { Site } from "../site/index.ts";
import type { ServerEvent, SiteServer } from "../site/server.ts";
import { Certificates } from "./certificates.ts";
import { type Host, isUp } from "./host.ts";
import { startContainers } from "./provision.ts";
import { ServerHost } from "./server-host.ts";

/** Called after a host's operating system came or went, or processes on it did. */
export type HostWatcher = (host: Host) => void;

/** The machines of the site that one can log into, by the names and addresses that the DNS has. */
export class Hosts {
  readonly site: Site;
  readonly gateways: readonly GatewayNode[];
  readonly #authorities: readonly GatewayNode[];
  readonly certificates = new Certificates();
  /** World milliseconds. */
  readonly openedAt: number;
  readonly #byId = new Map<string, ServerHost>();
  readonly #watchers: HostWatcher[] = [];
  readonly #startWatchers: HostWatcher[] = [];
  #logins = 0;

  constructor(site: Site) {
    this.site = site;
    this.openedAt = site.ground.time.now();
    this.gateways = gatewayNodes(site);
    this.#authorities = authorityNodes(site);
    for (const server of site.servers.all().toReversed()) this.#settle(server);
    site.servers.watch((event, server) => this.#follow(event, server));
  }

  servers(): readonly ServerHost[] {
    return [...this.#byId.values()];
  }

  all(): readonly Host[] {
    return [...this.servers(), ...this.gateways, ...this.#authorities];
  }

  /** By short name, full name or address, in any case; the gateway's own name is the next of its nodes. */
  find(text: string): Host | undefined {
    const wanted = text.toLowerCase();
    if (this.isGateway(wanted)) return this.#nextGateway();
    const named = this.all().find(({ name, fullName, address }) => [name, fullName, address].includes(wanted));
    return named ?? this.#aliased(wanted);
  }

  /** By what LANDB was told with the server's property `landb-alias`: `alibuild-ci--load-0-,other`. */
  #aliased(wanted: string): Host | undefined {
    const { domain } = this.site.ground.environment;
    return this.servers().find(({ server }) => {
      const aliases =
        server.metadata
          .get("landb-alias")
          ?.toLowerCase()
          .split(",")
          .map((alias) => alias.replace(/--load-.*$/, "")) ?? [];
      return aliases.some((alias) => [alias, `${alias}.${domain}`].includes(wanted));
    });
  }

  /** Whether it is the name of all gateways together. */
  isGateway(text: string): boolean {
    const alias = this.site.ground.environment.gateway?.host;
    return alias !== undefined && [alias, alias.split(".")[0]].includes(text.toLowerCase());
  }

  watch(watcher: HostWatcher): void {
    this.#watchers.push(watcher);
  }

  /** Calls back when a command was started detached. */
  watchStarts(watcher: HostWatcher): void {
    this.#startWatchers.push(watcher);
  }

  tellStarted(host: Host): void {
    for (const watcher of this.#startWatchers) watcher(host);
  }

  /** Something on that host began or ended. */
  tell(host: Host): void {
    for (const watcher of this.#watchers) watcher(host);
  }

  #nextGateway(): Host | undefined {
    const up = this.gateways.filter(isUp);
    this.#logins += 1;
    return up[(this.#logins - 1) % up.length] ?? this.gateways[0];
  }

  #settle(server: SiteServer): void {
    const host = this.#hostOf(server);
    const since = server.bootedAt ?? server.createdAt;
    host.settleAt(since);
    this.certificates.sign(host);
    startContainers(this.site, host, since);
    if (host.role === "agent") host.disk.containers.pull(this.site.ground.environment.agents.builderImage);
  }

  #hostOf(server: SiteServer): ServerHost {
    const host = this.#byId.get(server.id) ?? new ServerHost(this.site, server);
    this.#byId.set(server.id, host);
    return host;
  }

  #follow(event: ServerEvent, server: SiteServer): void {
    const host = this.#hostOf(server);
    if (event === "installed") host.install();
    if (event === "booted") host.boot();
    if (event === "stopped") host.halt();
    if (event === "removed") this.#byId.delete(server.id);
    this.tell(host);
  }
}
