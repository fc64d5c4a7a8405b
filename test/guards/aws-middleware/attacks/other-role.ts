import type { Attack } from "../../case.ts";

export default {
  title: "another role is taken on",
  route: "raw client",
  identity: "permit",
  typed: () => ['aws("sts", "AssumeRole", { RoleArn: "arn:aws:iam::123456789012:role/admin", RoleSessionName: "x" })'],
  held: { by: "guard-aws-middleware" },
} satisfies Attack;
