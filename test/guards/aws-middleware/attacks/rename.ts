import type { Attack } from "../../case.ts";

export default {
  title: "the Name that protects is taken away first",
  route: "changed tag or name",
  identity: "name",
  typed: async (scene) => [
    `aws("ec2", "DeleteTags", { Resources: ["${await scene.instance("mesos-master-test-a")}"], Tags: [{ Key: "Name" }] })`,
  ],
  held: { by: "guard-aws-middleware" },
} satisfies Attack;
