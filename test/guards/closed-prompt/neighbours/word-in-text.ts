import type { Neighbour } from "../../case.ts";

export default {
  title: "a text speaks of importing",
  route: "dynamic import",
  identity: "name",
  typed: () => ['["import(1)", /import(2)/.source, "import" + "(3)"].join()'],
  value: "import(1),import(2),import(3)",
} satisfies Neighbour;
