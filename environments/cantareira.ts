/**
 * Cantareira: the Mesos clusters of the data platform, on EC2.
 *
 * What a team fills in before this reaches a real account (everything else may stay):
 *  - `aws`: the account and region; with credentials of any other nothing is even read. The VPC.
 *  - `subnets`, `addresses`: one subnet per availability zone and stack, and a free address in it for its master.
 *  - `hosts.image`: a Flatcar image of the region; `operatorCidr`: where operators come from; their SSH keys;
 *    the container images (`registry.example` is nobody's registry).
 *  - `profile`: the instance profiles, made from the IAM policies: `nu iam create roles STACK ROLE --env cantareira`.
 *  - the sizes and the Mesos version of each stack.
 * The account is the one of AWS's documentation. The ids are made up: those that moto's server gives after its seeds
 * 1, 2, 3 and so on, so that `npm run moto:seed` can prepare one with exactly what is named here.
 */
import type { AwsEnvironment, MasterZone, ScaledAgents, Stack } from "../src/model/environment.ts";

const testZones: readonly MasterZone[] = [
  { zone: "us-east-1a", subnet: "subnet-74bf20f876ffc474c", address: "10.20.1.10" },
  { zone: "us-east-1b", subnet: "subnet-793cf4220c917b853", address: "10.20.2.10" },
  { zone: "us-east-1c", subnet: "subnet-8b0e7153bf7c3706d", address: "10.20.3.10" },
];

const devZones: readonly MasterZone[] = [
  { zone: "us-east-1a", subnet: "subnet-2f8104fba08f6d368", address: "10.20.11.10" },
  { zone: "us-east-1b", subnet: "subnet-a4c123b1612dd272d", address: "10.20.12.10" },
  { zone: "us-east-1c", subnet: "subnet-7bc4612476c0efecf", address: "10.20.13.10" },
];

const stableZones: readonly MasterZone[] = [
  { zone: "us-east-1a", subnet: "subnet-eb8450ae2a1c5ed55", address: "10.20.21.10" },
  { zone: "us-east-1b", subnet: "subnet-1df06ef851fa27b1d", address: "10.20.22.10" },
  { zone: "us-east-1c", subnet: "subnet-eee65f53e9421ce50", address: "10.20.23.10" },
];

const onDemandTypes: ScaledAgents["instanceTypes"] = ["m5.2xlarge"];
const spotTypes: ScaledAgents["instanceTypes"] = ["r5.2xlarge", "r5a.2xlarge", "r5d.2xlarge", "r4.2xlarge"];

const mesos: NonNullable<Stack["mesos"]> = { masterPort: 5050, zookeeperPort: 2181 };

export default {
  name: "cantareira",
  title: "Mesos clusters of the data platform, on EC2",
  aws: { account: "123456789012", region: "us-east-1", vpc: "vpc-4283fefc63f0cd0e8" },
  hosts: {
    image: "ami-122b598615dcbe810",
    operatorCidr: "10.0.0.0/8",
    sshAuthorizedKeys: [],
    containers: {
      mesosMaster: "registry.example/mesos-master",
      mesosAgent: "registry.example/mesos-agent",
      zookeeper: "registry.example/zookeeper:3.8.4",
      marathon: "registry.example/marathon:1.11.24",
      auroraScheduler: "registry.example/aurora-scheduler:0.22.0",
    },
  },
  stacks: {
    test: {
      isProtected: false,
      mesosVersion: "1.11.0",
      mesos,
      masters: {
        zones: testZones,
        profile: "cantareira-test-mesos-master",
        instanceType: "m5.large",
        rootGiB: 30,
        volumeGiB: 50,
      },
      fixed: {
        zones: testZones,
        profile: "cantareira-test-mesos-fixed",
        instanceType: "m5.xlarge",
        rootGiB: 100,
        count: 3,
      },
      onDemand: {
        zones: testZones,
        profile: "cantareira-test-mesos-on-demand",
        instanceTypes: onDemandTypes,
        rootGiB: 100,
        min: 0,
        max: 4,
        desiredAtCreation: 1,
      },
      spot: {
        zones: testZones,
        profile: "cantareira-test-mesos-spot-multi-az",
        instanceTypes: spotTypes,
        rootGiB: 100,
        min: 0,
        max: 6,
        desiredAtCreation: 1,
      },
    },
    dev: {
      isProtected: false,
      mesosVersion: "1.11.0",
      mesos,
      masters: {
        zones: devZones,
        profile: "cantareira-dev-mesos-master",
        instanceType: "m5.large",
        rootGiB: 30,
        volumeGiB: 50,
      },
      fixed: {
        zones: devZones,
        profile: "cantareira-dev-mesos-fixed",
        instanceType: "m5.xlarge",
        rootGiB: 100,
        count: 3,
      },
      onDemand: {
        zones: devZones,
        profile: "cantareira-dev-mesos-on-demand",
        instanceTypes: onDemandTypes,
        rootGiB: 100,
        min: 0,
        max: 10,
        desiredAtCreation: 2,
      },
      spot: {
        zones: devZones,
        profile: "cantareira-dev-mesos-spot-multi-az",
        instanceTypes: spotTypes,
        rootGiB: 100,
        min: 0,
        max: 20,
        desiredAtCreation: 2,
      },
    },
    stable: {
      isProtected: true,
      mesosVersion: "1.9.0",
      mesos,
      masters: {
        zones: stableZones,
        profile: "cantareira-stable-mesos-master",
        instanceType: "m5.xlarge",
        rootGiB: 30,
        volumeGiB: 200,
      },
      fixed: {
        zones: stableZones,
        profile: "cantareira-stable-mesos-fixed",
        instanceType: "m5.4xlarge",
        rootGiB: 200,
        count: 6,
      },
      onDemand: {
        zones: stableZones,
        profile: "cantareira-stable-mesos-on-demand",
        instanceTypes: onDemandTypes,
        rootGiB: 200,
        min: 0,
        max: 60,
        desiredAtCreation: 3,
      },
      spot: {
        zones: stableZones,
        profile: "cantareira-stable-mesos-spot-multi-az",
        instanceTypes: spotTypes,
        rootGiB: 200,
        min: 0,
        max: 200,
        desiredAtCreation: 3,
      },
    },
  },
  protects: [
    {
      because: "the volumes of stable's masters are the only copy of what its frameworks know",
      actions: ["delete"],
      names: ["mesos-master-stable-a", "mesos-master-stable-b", "mesos-master-stable-c"],
    },
  ],
  policies: {
    replaceAtMostShare: 0.25,
    tasksEndWithinSeconds: 4 * 60 * 60,
    mastersElectWithinSeconds: 10 * 60,
    agentsRegisterWithinSeconds: 15 * 60,
  },
} satisfies AwsEnvironment;
