import type { Action } from "./plan.ts";
import type { Sources } from "./sources.ts";

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

interface Place {
  readonly name: string;
  readonly title: string;
  readonly protects: readonly ProtectedThing[];
}

/** Mesos clusters as stacks of recipes, on AWS. */
export interface AwsEnvironment extends Place {
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
  /** Absent: no campaigns walk through its repositories. */
  readonly sources?: Sources;
  readonly policies: {
    /** At most this share (0..1) of the agents of a type is replaced at once; at least one. */
    readonly replaceAtMostShare: number;
    /** How long agents may take to give their tasks back before a batch parks. */
    readonly tasksEndWithinSeconds: number;
    readonly mastersElectWithinSeconds: number;
    readonly agentsRegisterWithinSeconds: number;
  };
}

/** What the hosts of one role (masters, agents) are made like; the options of `ai-bs` (seed 003, "Creating a master", "Creating a agent"). */
export interface ServerClass {
  /** Foreman's title path, e.g. `alibuild/mesos/slave`. */
  readonly hostgroup: string;
  readonly foremanEnvironment: string;
  /** As the CERN wrappers call it, `cc7` for `--cc7`, and as Glance does: the newest image with these properties. */
  readonly image: { readonly option: string; readonly properties: Readonly<Record<string, string>> };
  readonly keypair: string;
  readonly flavor: string;
  readonly landbMainUser: string;
  readonly landbResponsible: string;
  /** A new volume, e.g. `vdb`, 200, and `io1` where it is not the default type. */
  readonly volume: { readonly device: string; readonly sizeGB: number; readonly type?: string };
  /** Names of its hosts: `^alimesos\\d\\d$`. */
  readonly namePattern: string;
  /** One of them, for help and documents. */
  readonly exampleName: string;
}

/** The build infrastructure: masters and agents as servers of one OpenStack project, configured by Puppet and Foreman. */
export interface OpenStackEnvironment extends Place {
  readonly openstack: {
    /** The project it is pinned to; with any other nothing is even read. */
    readonly project: { readonly name: string; readonly id: string };
    /** The entry of `clouds.yaml` that is read when neither `OS_CLOUD` nor `OS_AUTH_URL` is set. */
    readonly cloud: string;
    /** Who creates, rebuilds, deletes and reboots: CERN's wrappers on the gateway, or OpenStack's own calls. */
    readonly provisioner: "cern" | "openstack";
  };
  /** The administration machine, reached by SSH: `aiadm.cern.ch`, an alias of several. Absent: everything is reached from here. */
  readonly gateway?: { readonly host: string };
  /**
   * Where `puppetserver ca clean` clears a host's old certificate before it is installed anew by OpenStack's own calls
   * (CERN's wrappers stage certificates themselves). Default: the gateway.
   */
  readonly puppetCa?: { readonly host: string };
  /** Base URL, without `/api`. */
  readonly foreman: { readonly url: string };
  /** Of the hosts' full names: `cern.ch`. */
  readonly domain: string;
  /** The user on the hosts: `root`. */
  readonly hostUser: string;
  readonly ports: { readonly master: number; readonly agent: number; readonly zookeeper: number };
  readonly masters: ServerClass & {
    /** Short names of all that there are to be; their count is the ensemble's. */
    readonly names: readonly string[];
    /** UUIDs of their servers by name, where they are pinned: a rename changes nothing. */
    readonly ids: Readonly<Record<string, string>>;
    /** Availability zones to choose from. */
    readonly zones: readonly string[];
    /** Containers that run on each, whole names. */
    readonly containers: readonly string[];
  };
  readonly agents: ServerClass & {
    /** The image that agents build with, pulled before they serve. */
    readonly builderImage: string;
  };
  readonly policies: {
    /** Foreman's last report is recent when it is not older. */
    readonly reportWithinSeconds: number;
    /** How often `puppet agent -t -v` is run until it is clean. */
    readonly puppetRunsAtMost: number;
    /** A rebuild can take up to an hour (seed 003). */
    readonly rebuildWithinSeconds: number;
    /** Until a rebooted host serves again. */
    readonly rebootWithinSeconds: number;
    /** Until an agent is registered. */
    readonly registerWithinSeconds: number;
    /** Until masters have elected, and a quorum is complete. */
    readonly electWithinSeconds: number;
    /** How long tasks may take to end by themselves when an agent is cordoned. */
    readonly tasksEndWithinSeconds: number;
    /** `max_grace_period` of a drain. */
    readonly drainGraceSeconds: number;
    readonly diskFreeAtLeastPercent: number;
    readonly clockSkewAtMostSeconds: number;
  };
}

/** A place we operate: data only. */
export type Environment = AwsEnvironment | OpenStackEnvironment;

export function isAws(environment: Environment): environment is AwsEnvironment {
  return "aws" in environment;
}

export function isOpenStack(environment: Environment): environment is OpenStackEnvironment {
  return "openstack" in environment;
}

/** Names of the stacks; only recipes have them. */
export function stackNames(environment: Environment): readonly string[] {
  return isAws(environment) ? Object.keys(environment.stacks) : [];
}
