import type { Attack } from "../../case.ts";

export default {
  title: "a policy is written",
  route: "raw client",
  identity: "name",
  typed: () => ['aws("iam", "PutRolePolicy", { RoleName: "r", PolicyName: "p", PolicyDocument: "{}" })'],
  held: { by: "guard-aws-middleware" },
} satisfies Attack;
