import assert from "node:assert/strict";
import {
  DeleteRolePolicyCommand,
  GetInstanceProfileCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { type Bench, type Case, failsWith, present } from "./case.ts";

const Statement = [{ Effect: "Allow", Action: ["s3:GetObject"], Resource: "arn:aws:s3:::a b/100%/*" }];
const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });

async function roleOf({ iam, profile }: Bench): Promise<string> {
  const { InstanceProfile } = await iam.send(new GetInstanceProfileCommand({ InstanceProfileName: profile }));
  return present(InstanceProfile?.Roles?.[0]?.RoleName);
}

function policyOf(...statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

async function malformed(bench: Bench, ...documents: readonly string[]): Promise<void> {
  const own = { RoleName: await roleOf(bench), PolicyName: bench.name("malformed") };
  for (const PolicyDocument of documents) {
    const put = new PutRolePolicyCommand({ ...own, PolicyDocument });
    await failsWith("MalformedPolicyDocumentException", bench.iam.send(put));
  }
}

export const policyCases: readonly Case[] = [
  {
    name: "a role's policy is put, read URL-encoded, replaced as a whole, and deleted",
    async run(bench) {
      const { iam, name } = bench;
      const own = { RoleName: await roleOf(bench), PolicyName: name("policy") };
      await iam.send(new PutRolePolicyCommand({ ...own, PolicyDocument }));
      const first = await iam.send(new GetRolePolicyCommand(own));
      assert.deepEqual(JSON.parse(decodeURIComponent(present(first.PolicyDocument))), JSON.parse(PolicyDocument));
      assert.deepEqual([first.RoleName, first.PolicyName], [own.RoleName, own.PolicyName]);
      const other = JSON.stringify({ Version: "2012-10-17", Statement: { ...Statement[0], Effect: "Deny" } });
      await iam.send(new PutRolePolicyCommand({ ...own, PolicyDocument: other }));
      const second = await iam.send(new GetRolePolicyCommand(own));
      assert.deepEqual(JSON.parse(decodeURIComponent(present(second.PolicyDocument))), JSON.parse(other));
      const { PolicyNames } = await iam.send(new ListRolePoliciesCommand({ RoleName: own.RoleName }));
      assert.ok(PolicyNames?.includes(own.PolicyName));
      await iam.send(new DeleteRolePolicyCommand(own));
      await failsWith("NoSuchEntityException", iam.send(new GetRolePolicyCommand(own)));
      await failsWith("NoSuchEntityException", iam.send(new DeleteRolePolicyCommand(own)));
    },
  },
  {
    name: "policies of a role that is not there are no such entity",
    async run({ iam, name }) {
      const own = { RoleName: name("nobody"), PolicyName: "policy" };
      await failsWith("NoSuchEntityException", iam.send(new ListRolePoliciesCommand(own)));
      await failsWith("NoSuchEntityException", iam.send(new GetRolePolicyCommand(own)));
      await failsWith("NoSuchEntityException", iam.send(new PutRolePolicyCommand({ ...own, PolicyDocument })));
      await failsWith("NoSuchEntityException", iam.send(new ListAttachedRolePoliciesCommand(own)));
    },
  },
  {
    name: "a policy that says nothing is malformed",
    run: (bench) => malformed(bench, "{", policyOf(), policyOf({ Effect: "Allow", Resource: "*" })),
  },
  {
    name: "a role's own policy speaks of no principals",
    butNotMoto: "moto takes it",
    run: (bench) => malformed(bench, policyOf({ ...Statement[0], Principal: "*" })),
  },
  {
    name: "a role's policies are listed page by page",
    butNotMoto: "moto lists all of them at once",
    async run(bench) {
      const { iam, name } = bench;
      const RoleName = await roleOf(bench);
      const names = ["a", "b", "c"].map((each) => name(`page-${each}`));
      for (const PolicyName of names)
        await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
      const first = await iam.send(new ListRolePoliciesCommand({ RoleName, MaxItems: 2 }));
      assert.deepEqual([first.PolicyNames?.length, first.IsTruncated], [2, true]);
      const { Marker } = first;
      const rest = await iam.send(new ListRolePoliciesCommand({ RoleName, Marker }));
      assert.equal(rest.IsTruncated, false);
      const listed = [...present(first.PolicyNames), ...present(rest.PolicyNames)];
      assert.deepEqual(
        names.filter((each) => !listed.includes(each)),
        [],
      );
      for (const PolicyName of names) await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    },
  },
  {
    name: "a role's policies have 10 240 characters together at most",
    butNotMoto: "moto takes any length",
    async run(bench) {
      const RoleName = await roleOf(bench);
      const Resource = Array.from({ length: 400 }, (_, index) => `arn:aws:s3:::a-bucket-with-a-name-${index}`);
      const long = JSON.stringify({ Version: "2012-10-17", Statement: { Effect: "Allow", Action: "s3:*", Resource } });
      const put = new PutRolePolicyCommand({ RoleName, PolicyName: bench.name("long"), PolicyDocument: long });
      await failsWith("LimitExceededException", bench.iam.send(put));
    },
  },
];
