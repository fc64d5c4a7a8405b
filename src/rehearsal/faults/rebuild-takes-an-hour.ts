import type { Fault } from "../troubles.ts";

export default {
  name: "rebuild-takes-an-hour",
  title: "rebuilds take 55 minutes",
  platform: "openstack",
} satisfies Fault;
