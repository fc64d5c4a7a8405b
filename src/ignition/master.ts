import type { AwsEnvironment, Stack } from "../model/environment.ts";
import { ignition } from "./config.ts";
import { type Container, containerUnit } from "./container.ts";
import { dataDirectory, dataVolumeScript, dataVolumeUnit, dataVolumeUnitName } from "./data-volume.ts";
import { endpoints, zookeeperUrl } from "./zookeeper.ts";

/** One master of a stack. */
export interface MasterHost {
  readonly environment: AwsEnvironment;
  readonly stackName: string;
  readonly stack: Stack;
  /** Its stable address: one of the stack's masters. */
  readonly address: string;
  /** Name of its kept volume. */
  readonly volume: string;
}

/** The user data of a master: ZooKeeper, mesos-master, Marathon and the Aurora scheduler over its kept volume. */
export function masterUserData(host: MasterHost): string {
  const containers = [zookeeper(host), mesosMaster(host), marathon(host), auroraScheduler(host)];
  return ignition({
    sshAuthorizedKeys: host.environment.hosts.sshAuthorizedKeys,
    scripts: [dataVolumeScript],
    units: [dataVolumeUnit(host.volume), ...containers.map(containerUnit)],
  });
}

/** The least number of masters that is a majority. */
export function quorumOf(stack: Stack): number {
  return Math.floor(stack.masters.zones.length / 2) + 1;
}

function zookeeper({ environment, stack, address }: MasterHost): Container {
  const addresses = stack.masters.zones.map((master) => master.address);
  const servers = addresses.map((server, index) => `server.${index + 1}=${server}:2888:3888;2181`);
  return {
    name: "zookeeper",
    image: environment.hosts.containers.zookeeper,
    requires: [dataVolumeUnitName],
    mounts: { "/data": `${dataDirectory}/zookeeper/data`, "/datalog": `${dataDirectory}/zookeeper/log` },
    environment: {
      ZOO_MY_ID: String(addresses.indexOf(address) + 1),
      ZOO_SERVERS: servers.join(" "),
      // What the console asks to prove that a member follows and is in sync.
      ZOO_4LW_COMMANDS_WHITELIST: "srvr,mntr,ruok",
    },
  };
}

function mesosMaster({ environment, stackName, stack, address }: MasterHost): Container {
  return {
    name: "mesos-master",
    image: `${environment.hosts.containers.mesosMaster}:${stack.mesosVersion}`,
    requires: [dataVolumeUnitName],
    mounts: { "/var/lib/mesos": `${dataDirectory}/mesos-master` },
    environment: {
      MESOS_ZK: zookeeperUrl(stack, "mesos"),
      MESOS_QUORUM: String(quorumOf(stack)),
      MESOS_CLUSTER: `${environment.name}-${stackName}`,
      MESOS_WORK_DIR: "/var/lib/mesos",
      // The stable address, not a name: redirects to the leader lead to where the environment says that masters are.
      MESOS_HOSTNAME: address,
      MESOS_IP: address,
    },
  };
}

function marathon({ environment, stack, address }: MasterHost): Container {
  return {
    name: "marathon",
    image: environment.hosts.containers.marathon,
    environment: {
      MARATHON_MASTER: zookeeperUrl(stack, "mesos"),
      MARATHON_ZK: zookeeperUrl(stack, "marathon"),
      MARATHON_HOSTNAME: address,
      MARATHON_HTTP_PORT: "8080",
    },
  };
}

/** There is no common image of the Aurora scheduler: these are the names that a team's own image turns into its flags. */
function auroraScheduler({ environment, stackName, stack, address }: MasterHost): Container {
  return {
    name: "aurora-scheduler",
    image: environment.hosts.containers.auroraScheduler,
    requires: [dataVolumeUnitName],
    mounts: { "/var/lib/aurora": `${dataDirectory}/aurora` },
    environment: {
      AURORA_CLUSTER_NAME: `${environment.name}-${stackName}`,
      AURORA_HOSTNAME: address,
      AURORA_HTTP_PORT: "8081",
      AURORA_MESOS_MASTER: zookeeperUrl(stack, "mesos"),
      AURORA_ZK_ENDPOINTS: endpoints(stack),
      AURORA_QUORUM_SIZE: String(quorumOf(stack)),
    },
  };
}
