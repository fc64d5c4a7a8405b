import { join } from "node:path";
import type { Attack } from "../../case.ts";
import { upgraded } from "../../place.ts";

export default {
  title: "a recipe takes all agents of a group in one batch",
  route: "recipe",
  identity: "count",
  recipes: join(import.meta.dirname, "../../greedy"),
  environment: () => upgraded,
  typed: () => ['Greedy.create!("test")'],
  held: { by: "guard-share-at-once" },
} satisfies Attack;
