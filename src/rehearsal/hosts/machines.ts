import type { Machine, Machines, Unit } from "../machine.ts";
import type { Workload } from "../mesos/workload.ts";
import { stateOf } from "./containers.ts";
import { isUp } from "./host.ts";
import type { Hosts } from "./hosts.ts";
import { agentContainer } from "./provision.ts";
import type { ServerHost } from "./server-host.ts";
import { buildingSince } from "./workload.ts";

/**
 * The containers of the hosts as the Mesos servers see them: each by itself, because each can be restarted by itself.
 */
export class HostMachines implements Machines {
  readonly #hosts: Hosts;
  readonly workload: Workload;

  constructor(hosts: Hosts) {
    this.#hosts = hosts;
    this.workload = buildingSince(hosts.site.ground.time.now(), hosts.site.ground.environment);
  }

  get seed(): number {
    return this.#hosts.site.seed;
  }

  up(): readonly Machine[] {
    return this.#hosts
      .servers()
      .filter(isUp)
      .flatMap((host) => this.#machinesOf(host));
  }

  now(): number {
    return this.#hosts.site.ground.time.now();
  }

  hasFault(name: string): boolean {
    return this.#hosts.site.ground.troubles.has(name);
  }

  #machinesOf(host: ServerHost): readonly Machine[] {
    const environments = this.#environmentsFor(host);
    return host.disk.containers.all().flatMap((container) => {
      const environment = Object.hasOwn(environments, container.name) ? environments[container.name] : undefined;
      if (!environment || stateOf(container, this.now()) !== "running") return [];
      const unit: Unit = { name: container.name, image: container.image, environment };
      const { id, address, zone, installedAt } = host.server;
      const upSince = container.startedAt ?? this.now();
      const place = { id: `${id}/${container.name}`, hostname: host.fullName, address, zone, upSince, units: [unit] };
      return [container.name === agentContainer ? { ...place, workDir: `${id}/${installedAt}` } : place];
    });
  }

  #environmentsFor({ fullName }: ServerHost): Readonly<Record<string, Unit["environment"]>> {
    const { masters, ports, domain, name } = this.#hosts.site.ground.environment;
    const election = `zk://${masters.names.map((each) => `${each}.${domain}:${ports.zookeeper}`).join(",")}/mesos`;
    const quorum = String(Math.floor(masters.names.length / 2) + 1);
    return {
      zookeeper: { ZOO_4LW_COMMANDS_WHITELIST: "srvr,mntr,ruok" },
      "mesos-master": { MESOS_ZK: election, MESOS_QUORUM: quorum, MESOS_CLUSTER: name, MESOS_HOSTNAME: fullName },
      [agentContainer]: { MESOS_MASTER: election, MESOS_HOSTNAME: fullName, MESOS_ATTRIBUTES: "os:slc7" },
    };
  }
}
