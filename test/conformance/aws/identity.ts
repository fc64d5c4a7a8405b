import assert from "node:assert/strict";
import {
  GetInstanceProfileCommand,
  GetRoleCommand,
  ListInstanceProfilesCommand,
  ListRolesCommand,
  SimulatePrincipalPolicyCommand,
} from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { type Case, failsWith, present } from "./case.ts";

export const identityCases: readonly Case[] = [
  {
    name: "the caller is of the account",
    async run({ sts, account }) {
      const identity = await sts.send(new GetCallerIdentityCommand({}));
      assert.equal(identity.Account, account);
      assert.match(present(identity.Arn), new RegExp(`^arn:aws:sts::${account}:`));
    },
  },
  {
    name: "an instance profile is found with its role, or is no such entity",
    async run({ iam, profile, name }) {
      const { InstanceProfile } = await iam.send(new GetInstanceProfileCommand({ InstanceProfileName: profile }));
      assert.equal(InstanceProfile?.InstanceProfileName, profile);
      const RoleName = present(InstanceProfile?.Roles?.[0]?.RoleName);
      const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
      const trust: unknown = JSON.parse(decodeURIComponent(present(Role?.AssumeRolePolicyDocument)));
      assert.ok(typeof trust === "object" && trust !== null && "Statement" in trust);
      const unknown = { InstanceProfileName: name("nobody") };
      await failsWith("NoSuchEntityException", iam.send(new GetInstanceProfileCommand(unknown)));
      await failsWith("NoSuchEntityException", iam.send(new GetRoleCommand({ RoleName: name("nobody") })));
    },
  },
  {
    name: "profiles and roles are listed",
    async run({ iam, profile }) {
      const { InstanceProfiles } = await iam.send(new ListInstanceProfilesCommand({}));
      assert.ok(InstanceProfiles?.some((each) => each.InstanceProfileName === profile));
      const { Roles } = await iam.send(new ListRolesCommand({}));
      assert.ok(present(Roles).length > 0);
    },
  },
  {
    name: "rights can be simulated",
    butNotMoto: "moto has no SimulatePrincipalPolicy",
    async run({ iam, account }) {
      const PolicySourceArn = `arn:aws:iam::${account}:user/operator`;
      const ActionNames = ["ec2:RunInstances", "autoscaling:CreateAutoScalingGroup"];
      const { EvaluationResults } = await iam.send(
        new SimulatePrincipalPolicyCommand({ PolicySourceArn, ActionNames }),
      );
      assert.deepEqual(
        EvaluationResults?.map((each) => [each.EvalActionName, each.EvalDecision]),
        ActionNames.map((action) => [action, "allowed"]),
      );
    },
  },
];
