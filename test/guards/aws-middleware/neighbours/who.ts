import type { Neighbour } from "../../case.ts";

export default {
  title: "who one is",
  route: "raw client",
  identity: "kind",
  typed: () => ['(await aws("sts", "GetCallerIdentity", {})).Account'],
  value: "123456789012",
} satisfies Neighbour;
