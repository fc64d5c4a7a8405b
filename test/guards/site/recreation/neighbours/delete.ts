import type { Neighbour } from "../../case.ts";

export default {
  title: "alibuild09 is deleted, by its typed name",
  answers: ["--confirm", "alibuild09", "--attest", "why=it is given up for good", "--attest", "loss=go-on"],
  typed: () => `DeleteVm!("alibuild09")`,
  did: [/ai-kill alibuild09$/],
} satisfies Neighbour;
