/**
 * The desired fields of each kind of the `aws` system: what recipes write and what `observe` reports.
 * All are JSON; sizes in GiB; `userData` is a document (its digest once planned).
 * Names of other resources are given by name and resolved when applied.
 * Source of the calls behind them: protocols sheet "AWS EC2 / Auto Scaling / IAM" sections 3 to 7.
 */

/** Kind `instance-profile`: must exist; this console never makes one. */
export type InstanceProfileFields = { readonly exists: true };

/** Kind `security-group`. Rules among members of the group itself have `source: "self"`. */
export type SecurityGroupFields = {
  readonly vpc: string;
  readonly description: string;
  /** Sorted by protocol, port, source. Protocol `-1` (all) has ports -1. */
  readonly ingress: readonly {
    readonly protocol: string;
    readonly fromPort: number;
    readonly toPort: number;
    /** CIDR, or `self`. */
    readonly source: string;
  }[];
};

/** Kind `network-interface`: kept, with a stable address. */
export type NetworkInterfaceFields = {
  readonly subnet: string;
  readonly address: string;
  readonly groups: readonly string[];
};

/** Kind `volume`: kept EBS volume. */
export type VolumeFields = {
  readonly zone: string;
  readonly sizeGiB: number;
  readonly type: string;
  readonly isEncrypted: boolean;
};

/** Kind `instance`: one named host with a kept interface and a kept volume (a master). */
export type InstanceFields = {
  readonly image: string;
  readonly type: string;
  readonly zone: string;
  /** Name of the `network-interface`. */
  readonly networkInterface: string;
  /** Name of the `volume`, attached after launch. */
  readonly volume: string;
  /** `/dev/sdf` */
  readonly device: string;
  readonly profile: string;
  readonly rootGiB: number;
  readonly userData: string | { readonly document: string };
  readonly mesosVersion: string;
  readonly hasTerminationProtection: boolean;
  /** `required`: session tokens only. */
  readonly metadataTokens: "required";
};

/** Kind `instances`: N equal hosts of one zone that do not scale. */
export type InstancesFields = {
  readonly count: number;
  readonly image: string;
  readonly type: string;
  readonly zone: string;
  readonly subnet: string;
  readonly groups: readonly string[];
  readonly profile: string;
  readonly rootGiB: number;
  readonly userData: string | { readonly document: string };
  readonly mesosVersion: string;
  readonly metadataTokens: "required";
};

/** An `instances` fleet whose hosts of another Mesos version are replaced, one after the other: a whole stack goes back. */
export type RevertedInstancesFields = InstancesFields & { readonly replacesOtherVersions: true };

/** Kind `fleet-member`: one host of an `instances` fleet, named by its instance id or host name; made anew by an explicit verb. */
export type FleetMemberFields = {
  /** Names of the fleets (`instances`) it may belong to, with what a member of each should be. */
  readonly fleets: Readonly<Record<string, InstancesFields>>;
};

/** Kind `launch-template`. A version is immutable: another definition makes another version. */
export type LaunchTemplateFields = {
  /** Digest of all other desired fields; kept as the version's description. */
  readonly definition: string;
  readonly image: string;
  readonly type: string;
  readonly groups: readonly string[];
  readonly profile: string;
  readonly rootGiB: number;
  readonly userData: string | { readonly document: string };
  readonly mesosVersion: string;
  readonly metadataTokens: "required";
  readonly role: string;
};

/** Kind `auto-scaling-group`. Desired capacity is set at creation only and is neither drift nor fingerprint. */
export type AutoScalingGroupFields = {
  /** Name of the `launch-template`; the group is pinned to the version that has the template's desired fields. */
  readonly template: string;
  /** The template's `definition`: a changed template changes the group. */
  readonly templateDefinition: string;
  readonly min: number;
  readonly max: number;
  readonly desiredAtCreation: number;
  readonly subnets: readonly string[];
  /** `spot`: all spot, capacity-rebalanced, price-capacity-optimized over `instanceTypes`. */
  readonly market: "on-demand" | "spot";
  readonly instanceTypes: readonly string[];
};

/** Kind `scaled-agents`: the members of an auto-scaling group run the group's definition; replaced in batches. */
export type ScaledAgentsFields = {
  readonly group: string;
  readonly templateDefinition: string;
  readonly mesosVersion: string;
  /** 0..1, at least one host a batch. */
  readonly batchShare: number;
  readonly tasksEndWithinSeconds: number;
  readonly agentsRegisterWithinSeconds: number;
};

/** Kind `role-policies`: the inline policies of an IAM role are those that its repository has. Name: the role's. */
export type RolePoliciesFields = {
  readonly repository: string;
  /** The role's file in it, which lists the names of its policies. */
  readonly file: string;
  /** The directory with a file for each policy. */
  readonly directory: string;
  /** Deployed by this program of the operator's machine instead of IAM's own calls. */
  readonly command?: readonly string[];
};
