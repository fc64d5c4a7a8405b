import type { Fault } from "../troubles.ts";

export default {
  name: "volume-delete-fails",
  title: "the first volume that is deleted becomes error_deleting, until an administrator resets it ten minutes later",
  platform: "openstack",
} satisfies Fault;
