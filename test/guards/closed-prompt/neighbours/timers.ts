import type { Neighbour } from "../../case.ts";

export default {
  title: "something is waited for",
  route: "prompt",
  identity: "realm",
  typed: () => ['await new Promise((done) => setTimeout(() => done("waited"), 1))'],
  value: "waited",
} satisfies Neighbour;
