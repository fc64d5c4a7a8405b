import type { Fault } from "../troubles.ts";

export default {
  name: "rebuild-ends-in-error",
  title: "the first rebuild of a server ends in ERROR",
  platform: "openstack",
} satisfies Fault;
