import type { Neighbour } from "../../case.ts";

export default {
  title: "a master is to be rebuilt while both others are healthy: its name is asked for",
  answers: ["--attest", "agreed=the shifters", "--attest", "move-from-alimesos02=stay"],
  typed: () => `RebuildMaster!("alimesos02")`,
  did: [/mc-hold/],
} satisfies Neighbour;
