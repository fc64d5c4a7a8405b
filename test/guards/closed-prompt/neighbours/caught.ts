import type { Neighbour } from "../../case.ts";

export default {
  title: "an error is caught and read",
  route: "prompt",
  identity: "realm",
  typed: () => ['show("r999").catch((error) => [error instanceof Error, error.reason])'],
  value: [true, "usage"],
} satisfies Neighbour;
