import type { Attack } from "../../case.ts";

export default {
  title: "the tag that protects is changed first",
  route: "changed tag or name",
  identity: "tag",
  typed: async (scene) => [
    `aws("ec2", "CreateTags", { Resources: ["${await scene.instance("mesos-fixed-test-a")}"], Tags: [{ Key: "Role", Value: "free" }] })`,
  ],
  held: { by: "guard-aws-middleware" },
} satisfies Attack;
