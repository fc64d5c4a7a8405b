import type { AwsEnvironment, Stack } from "../model/environment.ts";
import { ignition } from "./config.ts";
import { type Container, containerUnit, metadata } from "./container.ts";
import { zookeeperUrl } from "./zookeeper.ts";

/** Agents of one type: the same text in every zone. */
export interface AgentHost {
  readonly environment: AwsEnvironment;
  readonly stack: Stack;
  /** Announced as `slave-type`, what jobs are constrained by: `mesos-fixed`. */
  readonly type: string;
}

/** The user data of an agent. */
export function agentUserData(host: AgentHost): string {
  return ignition({
    sshAuthorizedKeys: host.environment.hosts.sshAuthorizedKeys,
    scripts: [],
    units: [containerUnit(mesosAgent(host))],
  });
}

function mesosAgent({ environment, stack, type }: AgentHost): Container {
  return {
    name: "mesos-agent",
    image: `${environment.hosts.containers.mesosAgent}:${stack.mesosVersion}`,
    // Without the host's process ids a restart of the agent would end its executors.
    flags: ["--pid=host", "--privileged"],
    mounts: {
      "/sys/fs/cgroup": "/sys/fs/cgroup",
      "/var/run/docker.sock": "/var/run/docker.sock",
      "/var/lib/mesos": "/var/lib/mesos",
    },
    environment: {
      MESOS_MASTER: zookeeperUrl(stack, "mesos"),
      MESOS_ATTRIBUTES: `slave-type:${type};az:${metadata.zone}`,
      MESOS_CONTAINERIZERS: "docker,mesos",
      MESOS_WORK_DIR: "/var/lib/mesos",
      MESOS_HOSTNAME: metadata.hostname,
      MESOS_IP: metadata.address,
      MESOS_EXECUTOR_REGISTRATION_TIMEOUT: "5mins",
    },
  };
}
