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
 *  - `sources`: the repositories, pipelines and images that a Mesos version is written in, with the exact places.
 * The account is the one of AWS's documentation. The ids are made up: those that moto's server gives after its seeds
 * 1, 2, 3 and so on, so that `npm run moto:seed` can prepare one with exactly what is named here.
 */
import type { AwsEnvironment, MasterZone, ScaledAgents, Stack } from "../src/model/environment.ts";
import type { Sources, StackPin } from "../src/model/sources.ts";

/** One subnet per availability zone; a master has the tenth address of its own. */
function zones(firstNetwork: number, ...subnets: readonly string[]): readonly MasterZone[] {
  return subnets.map((subnet, index) => {
    return { zone: `us-east-1${"abc"[index]}`, subnet, address: `10.20.${firstNetwork + index}.10` };
  });
}

const testZones = zones(1, "subnet-74bf20f876ffc474c", "subnet-793cf4220c917b853", "subnet-8b0e7153bf7c3706d");
const devZones = zones(11, "subnet-2f8104fba08f6d368", "subnet-a4c123b1612dd272d", "subnet-7bc4612476c0efecf");
const stableZones = zones(21, "subnet-eb8450ae2a1c5ed55", "subnet-1df06ef851fa27b1d", "subnet-eee65f53e9421ce50");

const spotTypes = ["r5.2xlarge", "r5a.2xlarge", "r5d.2xlarge", "r4.2xlarge"];
type Capacity = Pick<ScaledAgents, "min" | "max" | "desiredAtCreation">;

interface Sizes {
  readonly masters: { readonly instanceType: string; readonly volumeGiB: number };
  readonly fixed: { readonly instanceType: string; readonly count: number };
  readonly agentRootGiB: number;
  readonly onDemand: Capacity;
  readonly spot: Capacity;
}

/** The hosts of a stack: all in its zones, each type with the instance profile of its name. */
function sized(stack: string, zones: readonly MasterZone[], sizes: Sizes): Omit<Stack, "isProtected" | "mesosVersion"> {
  const agents = (type: string) => ({ zones, profile: `cantareira-${stack}-${type}`, rootGiB: sizes.agentRootGiB });
  return {
    mesos: { masterPort: 5050, zookeeperPort: 2181 },
    masters: { zones, profile: `cantareira-${stack}-mesos-master`, rootGiB: 30, ...sizes.masters },
    fixed: { ...agents("mesos-fixed"), ...sizes.fixed },
    onDemand: { ...agents("mesos-on-demand"), instanceTypes: ["m5.2xlarge"], ...sizes.onDemand },
    spot: { ...agents("mesos-spot-multi-az"), instanceTypes: spotTypes, ...sizes.spot },
  };
}

/** A version, as a group of a pin's pattern. */
const version = "(?<version>[0-9][\\w.-]*)";

/** `FROM registry.example/mesos-base:1.9.0` */
function from(image: string): string {
  return `^FROM registry\\.example/${image}:${version}$`;
}

const dependents = ["mesos-master", "mesos-agent", "aurora-client", "nu-mesos-python", "nu-mesos-python-spark"];
const models = ["model-churn", "model-credit-line", "model-fraud", "model-income", "model-lifetime-value"];
const checks = ["ci/build", "gocd/lint"];
const reviewed = { defaultBranch: "master", mergeMethod: "merge", approvals: 1, requiredChecks: checks } as const;

function stackPin(stack: string): StackPin {
  return {
    id: `pin-${stack}`,
    stack,
    repository: "mesos-console",
    files: ["environments/cantareira.ts"],
    pins: [
      {
        of: "mesos",
        pattern: `^    ${stack}: \\{\\n      isProtected: (?:true|false),\\n      mesosVersion: "${version}",$`,
        matches: 1,
      },
    ],
    ...texts(`Update the Mesos cluster ${stack} to {version}`),
  };
}

function texts(title: string) {
  return { commit: title, title, body: `${title}.\n\nPart of the Mesos bump to {version}.` };
}

const sources: Sources = {
  github: { api: "https://api.github.com", owner: "nubank" },
  git: { remote: "git@github.com:nubank/{repository}.git" },
  gocd: { url: "https://go.example:8154" },
  airflow: { url: "https://airflow.example" },
  registry: { url: "https://registry.example" },
  repositories: {
    dockerfiles: { ...reviewed, pipelines: ["dockerfiles"] },
    deploy: { ...reviewed, pipelines: ["deploy"] },
    "scale-cluster": { ...reviewed, mergeMethod: "squash", pipelines: ["scale-cluster"] },
    sabesp: { ...reviewed, pipelines: ["sabesp"] },
    "aurora-jobs": { ...reviewed, pipelines: ["aurora-jobs"] },
    "mesos-console": { ...reviewed, pipelines: [] },
    "iam-policies": { ...reviewed, pipelines: [] },
    ...Object.fromEntries(models.map((model) => [model, { ...reviewed, pipelines: [model] }])),
  },
  bump: {
    base: {
      id: "mesos-base",
      repository: "dockerfiles",
      files: ["mesos-base/Dockerfile"],
      pins: [{ of: "mesos", pattern: `^ARG MESOS_VERSION=${version}$`, matches: 1 }],
      images: ["registry.example/mesos-base"],
      ...texts("Bump mesos-base to Mesos {version}"),
    },
    dependents: {
      id: "mesos-base-dependents",
      repository: "dockerfiles",
      files: ["*/Dockerfile"],
      pins: [{ of: "mesos-base", pattern: from("mesos-base"), matches: dependents.length }],
      images: dependents.map((image) => `registry.example/${image}`),
      ...texts("Build on mesos-base {version}"),
    },
    edits: [
      {
        id: "deploy",
        repository: "deploy",
        files: ["lib/recipes/mesos_cluster.rb"],
        pins: [
          { of: "mesos-master", pattern: `^  MESOS_MASTER_VERSION = "${version}"\\.freeze$`, matches: 1 },
          { of: "mesos-slave", pattern: `^  MESOS_SLAVE_VERSION = "${version}"\\.freeze$`, matches: 1 },
        ],
        ...texts("Run mesos-master and mesos-slave {version}"),
      },
      {
        id: "scale-cluster",
        repository: "scale-cluster",
        files: ["src/scale_cluster/ec2.py"],
        pins: [{ of: "mesos-slave", pattern: `^MESOS_VERSION = "${version}"$`, matches: 1 }],
        ...texts("Start agents with Mesos {version}"),
      },
      {
        id: "sabesp",
        repository: "sabesp",
        files: ["Dockerfile"],
        pins: [{ of: "aurora-client", pattern: from("aurora-client"), matches: 1 }],
        ...texts("Use the aurora-client of Mesos {version}"),
      },
      {
        id: "aurora-jobs",
        repository: "aurora-jobs",
        files: ["jobs/versions.py"],
        pins: [
          { of: "aurora-client", pattern: `^AURORA_CLIENT_VERSION = "${version}"$`, matches: 1 },
          { of: "sabesp", pattern: `^SABESP_VERSION = "${version}"$`, matches: 1 },
        ],
        ...texts("Use aurora-client and sabesp of Mesos {version}"),
      },
    ],
    models: {
      repositories: models,
      edit: {
        files: ["Dockerfile", "*/Dockerfile"],
        pins: ["nu-mesos-python", "nu-mesos-python-spark"].map((image) => {
          return { of: image, pattern: from(image), matches: "every-mention" };
        }),
        ...texts("Build on the nu-mesos-python of Mesos {version}"),
      },
    },
    stacks: ["test", "dev", "stable"].map(stackPin),
    trialStack: "test",
    candidates: {
      argv: ["docker", "run", "--rm", "ubuntu:22.04", "sh", "-c", "apt-get -qq update && apt-cache madison mesos"],
      package: "mesos",
    },
    dagPipelines: ["dagao", "dagao-deploy"],
    alwaysReverted: ["aurora-jobs", "scale-cluster", "deploy"],
    policies: { gatePatienceSeconds: 30 * 60, pipelineWithinSeconds: 2 * 60 * 60 },
  },
  iam: {
    repository: "iam-policies",
    roles: Object.fromEntries(
      ["mesos-fixed", "mesos-on-demand", "mesos-spot-multi-az", "mesos-master"].map((role) => [role, `${role}.json`]),
    ),
    policies: "policies/mesos",
    roleName: "{environment}-{stack}-{role}",
  },
};

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
      mesosVersion: "1.9.0",
      ...sized("test", testZones, {
        masters: { instanceType: "m5.large", volumeGiB: 50 },
        fixed: { instanceType: "m5.xlarge", count: 3 },
        agentRootGiB: 100,
        onDemand: { min: 0, max: 4, desiredAtCreation: 1 },
        spot: { min: 0, max: 6, desiredAtCreation: 1 },
      }),
    },
    dev: {
      isProtected: false,
      mesosVersion: "1.9.0",
      ...sized("dev", devZones, {
        masters: { instanceType: "m5.large", volumeGiB: 50 },
        fixed: { instanceType: "m5.xlarge", count: 3 },
        agentRootGiB: 100,
        onDemand: { min: 0, max: 10, desiredAtCreation: 2 },
        spot: { min: 0, max: 20, desiredAtCreation: 2 },
      }),
    },
    stable: {
      isProtected: true,
      mesosVersion: "1.9.0",
      ...sized("stable", stableZones, {
        masters: { instanceType: "m5.xlarge", volumeGiB: 200 },
        fixed: { instanceType: "m5.4xlarge", count: 6 },
        agentRootGiB: 200,
        onDemand: { min: 0, max: 60, desiredAtCreation: 3 },
        spot: { min: 0, max: 200, desiredAtCreation: 3 },
      }),
    },
  },
  sources,
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
