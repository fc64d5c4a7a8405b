import type { Site } from "../site/index.ts";
import type { Host } from "./host.ts";
import { oddMaster } from "./odd-ones.ts";

/** The container of an agent. */
export const agentContainer = "mesos-agent";

const images: Readonly<Record<string, string>> = {
  "mesos-master": "mesosphere/mesos-master:1.11.0",
  [agentContainer]: "mesosphere/mesos-slave:1.11.0",
  zookeeper: "zookeeper:3.8.4",
  marathon: "mesosphere/marathon:v1.11.24",
  "aurora-scheduler": "aurorascheduler/scheduler:0.23.0",
  "mesos-dns": "mesosphere/mesos-dns:v0.8.1",
};

/** What a clean run of Puppet brings about: the containers of the host's role. */
export function startContainers(site: Site, host: Host, now: number): void {
  const { masters } = site.ground.environment;
  const names = { master: masters.containers, agent: [agentContainer], other: [], gateway: [], authority: [] }[
    host.role
  ];
  for (const name of names.filter((each) => !isWithheld(site, host, each))) {
    const isRestless = isOdd(site, host, "container-restarting") && name === masters.containers[2];
    host.disk.containers.run({ name, image: images[name] ?? `${name}:latest`, isRestless }, now);
  }
}

function isWithheld(site: Site, host: Host, container: string): boolean {
  return isOdd(site, host, "container-missing") && container === site.ground.environment.masters.containers.at(-1);
}

function isOdd(site: Site, host: Host, fault: string): boolean {
  return site.ground.troubles.has(fault) && host.name === oddMaster(site);
}
