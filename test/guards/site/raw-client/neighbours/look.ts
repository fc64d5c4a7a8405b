import type { Neighbour } from "../../case.ts";

export default {
  title: "a look by hand",
  typed: () => `openstack("compute", "/servers/detail", { status: "ACTIVE" })`,
  did: [],
  isDone: true,
} satisfies Neighbour;
