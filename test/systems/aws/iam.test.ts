import assert from "node:assert/strict";
import test, { type TestContext } from "node:test";
import { IAM } from "@aws-sdk/client-iam";
import { IamRoles } from "../../../recipes/iam-roles.ts";
import { OpsError } from "../../../src/model/error.ts";
import type { CommandResult } from "../../../src/model/host-commands.ts";
import type { Effect } from "../../../src/model/system.ts";
import { policyHistory } from "../../../src/rehearsal/iam/policies.ts";
import { contextOf, environment, stage } from "./stage.ts";

const { sources } = environment;
const name = "cantareira-stable-mesos-fixed";
const bucket = "arn:aws:s3:::jobs.example";

type Files = Readonly<Record<string, string | null>>;

/** The repository at its tip, with what a test changes of it. */
function repository(changes: Files = {}): Record<string, string> {
  const all = [...policyHistory(sources.iam).map(({ files }) => files), changes];
  const entries = Object.entries(Object.assign({}, ...all) as Files);
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== null));
}

function deploy(role: string, stack = "stable", place = environment) {
  return IamRoles.verbs?.deploy?.compose(contextOf(place, stack), role) ?? [];
}

interface Options {
  readonly files?: Record<string, string>;
  readonly faults?: readonly string[];
}

async function iamStage(t: TestContext, { files = repository(), faults = [] }: Options = {}) {
  const policies = async (_: string, paths: readonly string[]) => {
    return Object.fromEntries(Object.entries(files).filter(([path]) => paths.includes(path)));
  };
  const set = await stage(t, { policies, faults });
  const credentials = { accessKeyId: "foreign", secretAccessKey: "x" };
  const iam = new IAM({ region: "us-east-1", endpoint: set.world.awsEndpoint ?? "", credentials });
  t.after(() => iam.destroy());
  return { ...set, iam, files };
}

const put = (document: unknown) => JSON.stringify(document);
const errorOf = async (promise: Promise<unknown>): Promise<OpsError> => {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof OpsError, `an OpsError, not ${error}`);
  return error;
};

test("a look shows policy by policy what access is added, and what is taken", async (t) => {
  const { plan, mutations } = await iamStage(t);
  const { changes, notes } = await plan(deploy("mesos-fixed"));
  assert.deepEqual(
    changes.map(({ id, risk, asksByItself }) => `${risk} ${id}${asksByItself ? ", asked for by itself" : ""}`),
    [
      `destructive create role-policy/${name}/push-metrics, asked for by itself`,
      `destructive update role-policy/${name}/read-jobs-bucket, asked for by itself`,
      `destructive update role-policy/${name}/write-logs`,
    ],
  );
  const [metrics, bucketPolicy, logs] = changes;
  assert.deepEqual(metrics?.grants, ["cloudwatch:PutMetricData on * if StringEquals cloudwatch:namespace is mesos"]);
  assert.deepEqual(bucketPolicy?.grants, [`s3:PutObject on ${bucket}/results/*`]);
  assert.equal(bucketPolicy?.interrupts, `taken from the hosts with the role: s3:ListBucket on ${bucket}`);
  assert.equal(logs?.grants, undefined);
  assert.equal(logs?.does, `take the inline policy write-logs away from the role ${name}`);
  assert.deepEqual(logs?.needs.length, 2, "what gives comes before what takes");
  assert.deepEqual(notes, [
    `${name} has the managed policy arn:aws:iam::aws:policy/AmazonSSMReadOnlyAccess, too: it is not of the repository, and stays`,
  ]);
  assert.deepEqual(mutations(), []);
});

test("deployed, the role has what the repository has, and a new plan is empty", async (t) => {
  const { plan, converge, iam, files, mutations } = await iamStage(t);
  await converge(deploy("mesos-fixed"));
  assert.deepEqual(
    mutations().map(({ action }) => action),
    ["PutRolePolicy", "PutRolePolicy", "DeleteRolePolicy"],
  );
  const { PolicyNames } = await iam.listRolePolicies({ RoleName: name });
  assert.deepEqual(PolicyNames, ["describe-instances", "push-metrics", "read-jobs-bucket"]);
  const { PolicyDocument = "" } = await iam.getRolePolicy({ RoleName: name, PolicyName: "push-metrics" });
  assert.deepEqual(
    JSON.parse(decodeURIComponent(PolicyDocument)),
    JSON.parse(files["policies/mesos/push-metrics.json"] ?? ""),
  );
  assert.deepEqual((await plan(deploy("mesos-fixed"))).changes, []);
  assert.notDeepEqual(
    (await plan(deploy("mesos-fixed", "test"))).changes,
    [],
    "the other stacks have roles of their own",
  );
});

test("a role that has everything, in another spelling, is as it should be", async (t) => {
  const { plan } = await iamStage(t);
  assert.deepEqual((await plan(deploy("mesos-master"))).changes, []);
});

test("an effect whose answer was lost is sent again and made once", async (t) => {
  const { plan, apply, memory, iam } = await iamStage(t);
  const { changes, documents } = await plan(deploy("mesos-fixed"));
  const journal = memory(documents, { crashesAfterEach: true });
  for (let attempt = 0; attempt < changes.length; attempt += 1) await assert.rejects(apply(changes, journal), /killed/);
  await apply(changes, journal);
  const { PolicyNames } = await iam.listRolePolicies({ RoleName: name });
  assert.deepEqual(PolicyNames, ["describe-instances", "push-metrics", "read-jobs-bucket"]);
});

test("a policy that was merged anew between the plan and its turn is not sent", async (t) => {
  const { plan, apply, memory, files, mutations } = await iamStage(t);
  const { changes, documents } = await plan(deploy("mesos-fixed"));
  files["policies/mesos/push-metrics.json"] = put({
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Action: "*", Resource: "*" },
  });
  const error = await errorOf(apply(changes, memory(documents)));
  assert.equal(error.code, "policy-moved");
  assert.deepEqual(mutations(), []);
});

test("a policy that somebody changed in IAM between the plan and its turn is left alone", async (t) => {
  const { plan, apply, memory, iam, mutations } = await iamStage(t);
  const { changes, documents } = await plan(deploy("mesos-fixed"));
  const Statement = { Effect: "Deny", Action: "*", Resource: "*" };
  const PolicyDocument = put({ Version: "2012-10-17", Statement });
  await iam.putRolePolicy({ RoleName: name, PolicyName: "push-metrics", PolicyDocument });
  const error = await errorOf(apply(changes, memory(documents)));
  assert.equal(error.what, `The policy push-metrics of ${name} is no longer what it was`);
  assert.equal(mutations().length, 1, "the other's");
});

test("a role that nobody made is said to be missing, with how it is made", async (t) => {
  const place = { ...environment, sources: { ...sources, iam: { ...sources.iam, roleName: "other-{stack}-{role}" } } };
  const { plan } = await iamStage(t);
  const error = await errorOf(plan(deploy("mesos-fixed", "stable", place)));
  assert.equal(error.what, "There is no role other-stable-mesos-fixed");
  assert.match(error.next, /^nu iam create roles stable mesos-fixed --env cantareira/);
});

const faulty: readonly (readonly [string, Files, RegExp])[] = [
  [
    "no JSON",
    { "policies/mesos/push-metrics.json": '{\n  "Version": "2012-10-17",\n' },
    /push-metrics\.json:\d: it is not JSON/,
  ],
  ["another shape of role file", { "mesos-fixed.json": '["a"]' }, /mesos-fixed\.json:1: a role file is an object/],
  [
    "a principal",
    {
      "policies/mesos/push-metrics.json": `{
  "Statement": [{
    "Effect": "Allow", "Action": "*",
    "Principal": "*", "Resource": "*"
  }]
}`,
    },
    /push-metrics\.json:4: Principal has no place here/,
  ],
  [
    "an effect in lower case and an action of no service",
    {
      "policies/mesos/push-metrics.json": `{"Statement": [
  {"Effect": "allow",
   "Action": ["s3:GetObject",
     "GetObject"], "Resource": "*"}]}`,
    },
    /push-metrics\.json:2: the Effect is Allow or Deny\n.*push-metrics\.json:4: "GetObject" is no Action/,
  ],
  [
    "what is far too long to be looked through",
    { "policies/mesos/push-metrics.json": JSON.stringify(Array.from({ length: 30_000 }, (_, index) => index)) },
    /push-metrics\.json: it is longer than IAM takes/,
  ],
  [
    "a key that stands twice",
    {
      "policies/mesos/push-metrics.json": `{"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*",
 "Effect": "Allow"}}`,
    },
    /push-metrics\.json:2: the key stands twice/,
  ],
];

for (const [what, files, why] of faulty) {
  test(`${what} in the repository is refused with its file and line`, async (t) => {
    const { plan } = await iamStage(t, { files: repository(files) });
    const error = await errorOf(plan(deploy("mesos-fixed")));
    assert.equal(error.code, "malformed-policy");
    assert.match(error.why, why);
  });
}

test("a policy without a file, and policies that are too long, are found when it is planned", async (t) => {
  const missing = await iamStage(t, { files: repository({ "policies/mesos/push-metrics.json": null }) });
  const error = await errorOf(missing.plan(deploy("mesos-fixed")));
  assert.equal(error.what, "iam-policies has no file policies/mesos/push-metrics.json");
  const Resource = Array.from({ length: 300 }, (_, index) => `arn:aws:s3:::a-bucket-with-a-long-name-${index}/*`);
  const long = put({ Version: "2012-10-17", Statement: { Effect: "Allow", Action: "s3:GetObject", Resource } });
  const large = await iamStage(t, { files: repository({ "policies/mesos/push-metrics.json": long }) });
  const tooLong = await errorOf(large.plan(deploy("mesos-fixed")));
  assert.match(
    tooLong.what,
    /^The policies of cantareira-stable-mesos-fixed have \d+ characters together; IAM takes 10240$/,
  );
  assert.match(tooLong.why, /push-metrics \(\d+\)/);
});

test("a configured program deploys the whole role; what it did is seen by a look", async (t) => {
  const command = ["nu", "iam", "create", "roles", "{stack}", "{role}", "--env", "cantareira"];
  const place = { ...environment, sources: { ...sources, iam: { ...sources.iam, command } } };
  const started: (readonly string[])[] = [];
  const execute = async ({ argv }: { argv: readonly string[] }): Promise<CommandResult> => {
    started.push(argv);
    return { exitCode: 3, stdout: "", stderr: "no such stack", isTruncated: false };
  };
  const policies = async () => repository();
  const { plan, apply, memory, mutations } = await stage(t, { policies, execute });
  const { changes, documents } = await plan(deploy("mesos-fixed", "stable", place));
  assert.deepEqual(
    changes.map(({ id, does }) => `${id}: ${does}`),
    [`update role-policies/${name}: run "nu" "iam" "create" "roles" "stable" "mesos-fixed" "--env" "cantareira"`],
  );
  assert.deepEqual(changes[0]?.grants, [
    "push-metrics: cloudwatch:PutMetricData on * if StringEquals cloudwatch:namespace is mesos",
    `read-jobs-bucket: s3:PutObject on ${bucket}/results/*`,
  ]);
  const error = await errorOf(apply(changes, memory(documents)));
  assert.deepEqual([error.code, error.why], ["program-failed", "no such stack"]);
  assert.deepEqual(started, [["nu", "iam", "create", "roles", "stable", "mesos-fixed", "--env", "cantareira"]]);
  assert.deepEqual(mutations(), []);
});

test("a configured program is not started once its repository has more than was shown", async (t) => {
  const place = { ...environment, sources: { ...sources, iam: { ...sources.iam, command: ["nu"] } } };
  const files = repository();
  const started: (readonly string[])[] = [];
  const execute = async ({ argv }: { argv: readonly string[] }): Promise<CommandResult> => {
    started.push(argv);
    return { exitCode: 0, stdout: "", stderr: "", isTruncated: false };
  };
  const { plan, apply, memory } = await stage(t, { policies: async () => files, execute });
  const { changes, documents } = await plan(deploy("mesos-fixed", "stable", place));
  const Statement = { Effect: "Allow", Action: "*", Resource: "*" };
  files["policies/mesos/describe-instances.json"] = put({ Version: "2012-10-17", Statement });
  const error = await errorOf(apply(changes, memory(documents)));
  assert.deepEqual([error.name, error.code, started], ["NotDone", "policy-moved", []]);
  files["policies/mesos/describe-instances.json"] = "{";
  const unreadable = await errorOf(apply(changes, memory(documents)));
  assert.deepEqual([unreadable.name, unreadable.code, started], ["NotDone", "malformed-policy", []]);
});

test("of a program whose end nobody saw, the role tells whether it did its work", async (t) => {
  const place = { ...environment, sources: { ...sources, iam: { ...sources.iam, command: ["nu"] } } };
  const { aws, plan, converge } = await iamStage(t);
  const [change] = (await plan(deploy("mesos-fixed", "stable", place))).changes;
  assert.ok(change);
  const sent: Effect[] = [];
  const none = () => assert.fail("it needs no more than its one effect");
  await aws.apply(change, {
    async perform(effect) {
      sent.push(effect);
      return effect.whenSeen ?? none();
    },
    ...{ wait: none, log: none, evidence: none, document: none },
  });
  const [run] = sent;
  const permit = { run: "r1", change: change.id, step: "run/1", token: "t" };
  assert.equal(run?.repeat, "once");
  assert.deepEqual(await run?.probe?.(permit), {
    happened: "unknown",
    evidence: "the role does not have what was planned of push-metrics, read-jobs-bucket, write-logs",
  });
  await converge(deploy("mesos-fixed"));
  assert.equal((await run?.probe?.(permit))?.happened, "yes");
});
