import type { Neighbour } from "../../case.ts";

export default {
  title: "a command on an agent, by its typed name",
  answers: ["--confirm", "alibuild13"],
  typed: () => `RunCommand!("alibuild13", "uptime")`,
  did: [/alibuild13: .*uptime/],
  isDone: true,
} satisfies Neighbour;
