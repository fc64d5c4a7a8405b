import type { Fault } from "../troubles.ts";

/** The rehearsed hosts ask for it by its name. */
export default {
  name: "host-key-changed",
  title: "alimesos02 and alibuild07 show another host key than they have: somebody else answers there",
  platform: "openstack",
} satisfies Fault;
