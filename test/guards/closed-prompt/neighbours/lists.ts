import type { Neighbour } from "../../case.ts";

export default {
  title: "what a look gave is filtered and counted",
  route: "prompt",
  identity: "realm",
  typed: () => ['const all = await hosts("test"); all.filter((host) => host.type === "mesos-fixed").length'],
  value: 3,
} satisfies Neighbour;
