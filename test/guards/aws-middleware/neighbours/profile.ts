import type { Neighbour } from "../../case.ts";

export default {
  title: "a look at a profile",
  route: "raw client",
  identity: "name",
  typed: () => [
    '(await aws("iam", "GetInstanceProfile", { InstanceProfileName: "cantareira-test-mesos-fixed" })).InstanceProfile.InstanceProfileName',
  ],
  value: "cantareira-test-mesos-fixed",
} satisfies Neighbour;
