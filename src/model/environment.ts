import type { Action } from "./plan.ts";

/** What an environment protects, by any handle. All given handles are alternatives: one that matches is enough. */
export interface ProtectedThing {
  readonly because: string;
  /** Refused actions; default: replace and delete. */
  readonly actions?: readonly Action[];
  readonly names?: readonly string[];
  readonly ids?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
}

/** One subnet of one availability zone. */
export interface Zone {
  /** `us-east-1a` */
  readonly zone: string;
  readonly subnet: string;
}

export interface MasterZone extends Zone {
  /** The master's stable private IPv4 address, within the subnet. */
  readonly address: string;
}

interface Hosts {
  readonly zones: readonly Zone[];
  /** Instance profile that the hosts run with. */
  readonly profile: string;
  readonly rootGiB: number;
}

export interface FixedAgents extends Hosts {
  readonly instanceType: string;
  /** How many over all zones; spread evenly, the first zones get the rest. */
  readonly count: number;
}

export interface ScaledAgents extends Hosts {
  /** One for on-demand; several to choose from for spot. */
  readonly instanceTypes: readonly string[];
  readonly min: number;
  readonly max: number;
  /** Desired capacity when the group is made; afterwards scaling owns it. */
  readonly desiredAtCreation: number;
}

export interface Masters {
  readonly zones: readonly MasterZone[];
  readonly profile: string;
  readonly instanceType: string;
  readonly rootGiB: number;
  /** The kept EBS volume for ZooKeeper and the replicated log. */
  readonly volumeGiB: number;
}

/** A named instance of the recipes: test, dev, stable. */
export interface Stack {
  /** `destroy` is refused while true. */
  readonly isProtected: boolean;
  /** The Mesos version of every host of the stack, e.g. `1.11.0`: the tag of the container images. */
  readonly mesosVersion: string;
  readonly masters: Masters;
  readonly fixed: FixedAgents;
  readonly onDemand: ScaledAgents;
  readonly spot: ScaledAgents;
  /** Where the masters' HTTP and ZooKeeper ports are reached; absent: verification is shown as not done. */
  readonly mesos?: { readonly masterPort: number; readonly zookeeperPort: number };
}

/** A place we operate: data only. */
export interface Environment {
  readonly name: string;
  readonly title: string;
  /** The account and region that it is pinned to; with any other nothing is even read. */
  readonly aws: { readonly account: string; readonly region: string; readonly vpc: string };
  readonly hosts: {
    /** The CoreOS/Flatcar image, by id. */
    readonly image: string;
    /** Who may reach the masters' ports, CIDR. */
    readonly operatorCidr: string;
    readonly sshAuthorizedKeys: readonly string[];
    /** Container images without their tag. */
    readonly containers: {
      readonly mesosMaster: string;
      readonly mesosAgent: string;
      /** With their tags: they are not of the Mesos version. */
      readonly zookeeper: string;
      readonly marathon: string;
      readonly auroraScheduler: string;
    };
  };
  readonly stacks: Readonly<Record<string, Stack>>;
  readonly protects: readonly ProtectedThing[];
  readonly policies: {
    /** At most this share (0..1) of the agents of a type is replaced at once; at least one. */
    readonly replaceAtMostShare: number;
    /** How long agents may take to give their tasks back before a batch parks. */
    readonly tasksEndWithinSeconds: number;
    readonly mastersElectWithinSeconds: number;
    readonly agentsRegisterWithinSeconds: number;
  };
}
