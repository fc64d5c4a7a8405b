import type { Neighbour } from "../../case.ts";

export default {
  title: "a server of a new name is made",
  answers: ["--confirm", "alibuild21"],
  typed: () => `CreateAgent!("alibuild21")`,
  did: [/ai-bs .* alibuild21$/],
} satisfies Neighbour;
