import assert from "node:assert/strict";
import test, { type TestContext } from "node:test";
import { IAM } from "@aws-sdk/client-iam";
import type { Question } from "../../../src/model/run.ts";
import { cantareira, type Document, Stage, type StageOptions } from "../../support/stage.ts";

const role = "cantareira-stable-mesos-fixed";
const look = 'IamRoles.deploy("stable", "mesos-fixed")';
const deploy = 'IamRoles.deploy!("stable", "mesos-fixed")';
const deployed = ["describe-instances", "push-metrics", "read-jobs-bucket"];
const everything = ["push-metrics", "read-jobs-bucket", "write-logs"].flatMap((name) => [
  "--confirm",
  `${role}/${name}`,
]);

async function open(t: TestContext, options: StageOptions = {}) {
  const stage = await Stage.open(t, options);
  const credentials = { accessKeyId: "foreign", secretAccessKey: "x" };
  const iam = new IAM({ endpoint: `http://127.0.0.1:${stage.served.port}`, region: "us-east-1", credentials });
  t.after(() => iam.destroy());
  const policies = async () => (await iam.listRolePolicies({ RoleName: role })).PolicyNames;
  /** Mutating requests that IAM got. */
  const sent = () =>
    stage.served.world.requests
      .since(0)
      .filter(({ isMutating, service }) => isMutating && service === "iam")
      .map(({ action }) => action);
  return { stage, iam, policies, sent };
}

/** Somebody's merged change of a file of the repository. */
async function merge(stage: Stage, files: Readonly<Record<string, string>>): Promise<void> {
  const { repositories } = (await stage.served.forge?.()) ?? assert.fail("there are no repositories");
  const author = { name: "dev-a", email: "dev-a@example.com" };
  await repositories.commit("iam-policies", "master", {
    author,
    at: Date.now(),
    message: "Change the policies\n",
    files,
  });
}

test("a role is deployed: what is added is asked for by its name, once each, and afterwards nothing is left", async (t) => {
  const { stage, policies, sent } = await open(t);
  const looked = await stage.ask([], look);
  assert.deepEqual(
    looked.document.plan.changes.map(({ name, grants = [] }: Document) => [name, grants.length]),
    [
      [`${role}/push-metrics`, 1],
      [`${role}/read-jobs-bucket`, 1],
      [`${role}/write-logs`, 0],
    ],
  );
  const unconfirmed = await stage.ask(["--yes", "--confirm", `${role}/write-logs`], deploy);
  assert.equal(unconfirmed.status, 4, "added access is not given on a yes");
  assert.match(unconfirmed.stderr, /This gives access that is not there now:\n {2}\+ cloudwatch:PutMetricData on \*/);
  assert.match(unconfirmed.document.error.next, new RegExp(`--confirm ${role}/push-metrics`));
  assert.deepEqual(sent(), []);

  const { status, document, stderr } = await stage.ask(everything, 'resume!("r1")', look);
  assert.equal(status, 0, stderr);
  assert.deepEqual(document.plan.changes, []);
  assert.deepEqual(sent(), ["PutRolePolicy", "PutRolePolicy", "DeleteRolePolicy"]);
  assert.deepEqual(await policies(), deployed);
});

test("each question lists the access that it is about, and no other", async (t) => {
  const { stage, policies } = await open(t);
  const asked: unknown[] = [];
  const types = ({ expects = "", level, gains = [], loses }: Question) => {
    asked.push({ expects: expects.replace(`${role}/`, ""), level, gains, loses: loses.length });
    return expects;
  };
  await stage.watch([], deploy, { types });
  const level = "destructive";
  assert.deepEqual(asked, [
    { expects: "write-logs", level, gains: [], loses: 1 },
    {
      ...{ expects: "push-metrics", level, loses: 0 },
      gains: ["cloudwatch:PutMetricData on * if StringEquals cloudwatch:namespace is mesos"],
    },
    { expects: "read-jobs-bucket", level, gains: ["s3:PutObject on arn:aws:s3:::jobs.example/results/*"], loses: 1 },
  ]);
  assert.deepEqual(await policies(), deployed);
});

for (const fault of ["reset-after-send", "eventual-consistency", "throttle"]) {
  test(`under ${fault} the role comes to be as its repository has it`, async (t) => {
    const { stage, policies } = await open(t, { faults: [fault] });
    const { status, stderr, document } = await stage.ask(everything, deploy, look);
    assert.equal(status, 0, stderr);
    assert.deepEqual(document.plan.changes, []);
    stage.pass(5);
    assert.deepEqual(await policies(), deployed);
  });
}

for (const action of ["PutRolePolicy", "DeleteRolePolicy"]) {
  test(`a console that is killed between ${action} and its answer: resume! goes on, and nothing is left`, async (t) => {
    const { stage, policies } = await open(t);
    const { child, end } = await stage.startUntil(action, everything, deploy);
    child.kill("SIGKILL");
    await end;
    const { status, stderr, document } = await stage.ask(everything, 'resume!("r1")', look);
    assert.equal(status, 0, stderr);
    assert.deepEqual(document.plan.changes, []);
    assert.deepEqual(await policies(), deployed);
  });
}

test("somebody merges more access while a run is parked: it is not given with the old answers", async (t) => {
  const { stage, iam, sent } = await open(t);
  await stage.ask(["--yes", "--confirm", `${role}/write-logs`], deploy);
  const all = { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: "*" } };
  await merge(stage, { "policies/mesos/push-metrics.json": JSON.stringify(all) });
  stage.pass(1);
  const { status, document } = await stage.ask(everything, 'resume!("r1")');
  assert.notEqual(status, 0);
  assert.match(`${document.error.what} ${document.error.why}`, /moved/);
  assert.deepEqual(sent(), []);
  const { PolicyNames = [] } = await iam.listRolePolicies({ RoleName: role });
  assert.ok(!PolicyNames.includes("push-metrics"));
});

test("a policy that IAM would refuse is refused when it is planned, with its file and line", async (t) => {
  const { stage } = await open(t);
  await merge(stage, { "policies/mesos/push-metrics.json": '{\n  "Version": "2012-10-17",\n  "Statement": []\n}\n' });
  const { status, document } = await stage.ask([], look);
  assert.equal(status, 1);
  assert.match(document.error.why, /^policies\/mesos\/push-metrics\.json:3: there is no Statement$/);
});

test("deployed by the configured program: one effect, with everything that is added asked for before", async (t) => {
  const command = ["nu", "iam", "create", "roles", "{stack}", "{role}", "--env", "cantareira"];
  const iam = { ...cantareira.sources.iam, command };
  const { stage, policies, sent } = await open(t, {
    environment: { ...cantareira, sources: { ...cantareira.sources, iam } },
  });
  const looked = await stage.ask([], look);
  const [change, ...others] = looked.document.plan.changes;
  assert.deepEqual([change.name, change.grants.length, others], [role, 2, []]);
  const unconfirmed = await stage.ask(["--yes"], deploy);
  assert.equal(unconfirmed.status, 4, "added access is not given on a yes");
  const { status, stderr, document } = await stage.ask(["--confirm", role], 'resume!("r1")', look);
  assert.equal(status, 0, stderr);
  assert.deepEqual(document.plan.changes, []);
  assert.deepEqual(await policies(), deployed);
  assert.deepEqual(sent(), [], "the console itself called nothing that changes");
});
