import assert from "node:assert/strict";
import test from "node:test";
import { IAM } from "@aws-sdk/client-iam";
import { IamRoles } from "../../recipes/iam-roles.ts";
import { orderChanges } from "../../src/engine/order.ts";
import { policyHistory } from "../../src/rehearsal/iam/policies.ts";
import { createAws } from "../../src/systems/aws/index.ts";
import { effectsFor } from "../systems/aws/effects.ts";
import { contextOf, environment, worldOn } from "../systems/aws/stage.ts";
import { motoFor, noMoto } from "./moto.ts";

const RoleName = "cantareira-stable-mesos-fixed";
const history = policyHistory(environment.sources.iam).map(({ files }) => files);
const tip: Readonly<Record<string, string | null>> = Object.assign({}, ...history);

/** Of the rehearsed repository, as it is at its tip. */
async function policies(_: string, paths: readonly string[]): Promise<Readonly<Record<string, string>>> {
  return Object.fromEntries(paths.flatMap((path) => (typeof tip[path] === "string" ? [[path, tip[path]]] : [])));
}

test("a role is deployed on a foreign IAM, what is too much is taken away, and then nothing is left", {
  skip: noMoto,
}, async (t) => {
  const endpoint = await motoFor(t, environment);
  const port = Number(new URL(endpoint).port);
  const world = worldOn(port, { now: () => Date.now(), sleep() {} });
  const aws = createAws({ environment, world, policies, onThrottle() {} });
  const iam = new IAM({ endpoint, region: "us-east-1", credentials: { accessKeyId: "moto", secretAccessKey: "moto" } });
  t.after(() => {
    aws.close();
    iam.destroy();
  });
  const Statement = { Effect: "Allow", Action: "s3:*", Resource: "*" };
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  for (const PolicyName of ["by-hand", "read-jobs-bucket"]) {
    await iam.putRolePolicy({ RoleName, PolicyName, PolicyDocument });
  }

  const resources = IamRoles.verbs?.deploy?.compose(contextOf(environment, "stable"), "mesos-fixed") ?? [];
  const plan = async () => {
    const observed = await aws.observe(resources);
    return orderChanges(
      resources.map((resource) => ({ resource, drafts: aws.diff(resource, observed).drafts, isLast: false })),
    );
  };
  const changes = await plan();
  assert.deepEqual(
    changes.map(({ id, grants = [] }) => [id.replace(`role-policy/${RoleName}/`, ""), grants.length]),
    [
      ["create describe-instances", 1],
      ["create push-metrics", 1],
      ["update read-jobs-bucket", 0],
      ["update by-hand", 0],
    ],
  );
  const journal = { run: "r1", clock: world.clock, documents: {}, done: new Map(), failed: new Map(), lines: [] };
  for (const change of changes) await aws.apply(change, effectsFor(change, journal));
  assert.deepEqual(await plan(), []);
  const { PolicyNames = [] } = await iam.listRolePolicies({ RoleName });
  assert.deepEqual(PolicyNames.sort(), ["describe-instances", "push-metrics", "read-jobs-bucket"]);
});
