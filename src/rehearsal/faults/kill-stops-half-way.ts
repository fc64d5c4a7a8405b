import type { Fault } from "../troubles.ts";

/** The rehearsed hosts ask for it by its name. */
export default {
  name: "kill-stops-half-way",
  title: "ai-kill deletes the server and fails to delete its record in Foreman",
  platform: "openstack",
} satisfies Fault;
