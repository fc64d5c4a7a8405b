import type { AwsEnvironment, Stack } from "../../src/model/environment.ts";

const zones = [
  { zone: "us-east-1a", subnet: "subnet-0aaaaaaaaaaaaaaa1", address: "10.30.1.10" },
  { zone: "us-east-1b", subnet: "subnet-0aaaaaaaaaaaaaaa2", address: "10.30.2.10" },
  { zone: "us-east-1c", subnet: "subnet-0aaaaaaaaaaaaaaa3", address: "10.30.3.10" },
];

const scaled = { zones, rootGiB: 20, instanceTypes: ["m5.large"], min: 0, max: 4, desiredAtCreation: 1 };

const test: Stack = {
  isProtected: false,
  mesosVersion: "1.11.0",
  masters: { zones, profile: "test-master", instanceType: "m5.large", rootGiB: 20, volumeGiB: 10 },
  fixed: { zones, profile: "test-fixed", instanceType: "m5.large", rootGiB: 20, count: 2 },
  onDemand: { ...scaled, profile: "test-on-demand" },
  spot: { ...scaled, profile: "test-spot" },
  mesos: { masterPort: 5050, zookeeperPort: 2181 },
};

/** A small place to rehearse in. */
export default {
  name: "environment",
  title: "A small place",
  aws: { account: "123456789012", region: "us-east-1", vpc: "vpc-0aaaaaaaaaaaaaaa1" },
  hosts: {
    image: "ami-0aaaaaaaaaaaaaaa1",
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
  stacks: { test },
  protects: [],
  policies: {
    replaceAtMostShare: 0.25,
    tasksEndWithinSeconds: 600,
    mastersElectWithinSeconds: 600,
    agentsRegisterWithinSeconds: 600,
  },
} satisfies AwsEnvironment;
