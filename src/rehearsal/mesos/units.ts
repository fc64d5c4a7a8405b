import type { Machine, Unit } from "../machine.ts";

/** The units that matter here, by the name that the recipes give them. */
export type Service = "mesos-master" | "mesos-agent" | "zookeeper";

export function unitOf(machine: Machine, service: Service): Unit | undefined {
  return machine.units.find((unit) => unit.name.replace(/\.service$/, "") === service);
}

/** A variable of a unit, with what Flatcar's metadata service would have put in. */
export function variableOf(machine: Machine, unit: Unit | undefined, name: string): string | undefined {
  const metadata: Readonly<Record<string, string | undefined>> = {
    COREOS_EC2_HOSTNAME: machine.hostname,
    COREOS_EC2_IPV4_LOCAL: machine.address,
    COREOS_EC2_AVAILABILITY_ZONE: machine.zone,
  };
  return unit?.environment[name]?.replace(/\$\{(\w+)\}/g, (text, variable: string) => metadata[variable] ?? text);
}

/** The host name that a master or an agent announces: `--hostname`, else what its address resolves to. */
export function announcedHostname(machine: Machine, unit: Unit | undefined): string {
  return variableOf(machine, unit, "MESOS_HOSTNAME") ?? machine.hostname;
}

/** The Mesos version: the tag of the container image. */
export function versionOf(unit: Unit | undefined): string {
  return /:([^:/]+)$/.exec(unit?.image ?? "")?.[1] ?? "1.11.0";
}

/** The `zk://…` that a master contends under or an agent looks for its master under. */
export function electionOf(machine: Machine): string | undefined {
  const master = variableOf(machine, unitOf(machine, "mesos-master"), "MESOS_ZK");
  return master ?? variableOf(machine, unitOf(machine, "mesos-agent"), "MESOS_MASTER");
}

/** `zk://10.0.0.1:2181,10.0.0.2:2181/mesos` -> the hosts. */
export function zookeeperHosts(election: string): readonly string[] {
  const hosts = /^zk:\/\/(?:[^@/]*@)?([^/]*)/.exec(election)?.[1] ?? "";
  return hosts.split(",").map((host) => host.replace(/:\d+$/, ""));
}

/** `slave-type:mesos-fixed;az:us-east-1a` -> names and values. */
export function attributesOf(machine: Machine): Readonly<Record<string, string>> {
  const text = variableOf(machine, unitOf(machine, "mesos-agent"), "MESOS_ATTRIBUTES") ?? "";
  const pairs = text.split(";").map((pair) => pair.split(":"));
  return Object.fromEntries(pairs.flatMap(([name, ...value]) => (name ? [[name, value.join(":")]] : [])));
}
