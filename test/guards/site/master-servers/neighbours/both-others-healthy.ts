import type { Neighbour } from "../../case.ts";

export default {
  title: "a master is rebuilt while both others are healthy",
  answers: ["--confirm", "alimesos02", "--attest", "agreed=the shifters", "--attest", "move-from-alimesos02=stay"],
  typed: () => `RebuildMaster!("alimesos02")`,
  did: [/ai-rebuild-vm --cc7 alimesos02$/],
} satisfies Neighbour;
