import type { Neighbour } from "../../case.ts";

export default {
  title: "the missing master is made, in the zone that has none",
  ruse(scene) {
    scene.drop("alimesos02");
    scene.site.foreman.remove("alimesos02.cern.ch");
  },
  answers: ["--confirm", "alimesos02"],
  typed: () => `CreateMaster!("alimesos02", "cern-geneva-b")`,
  did: [/ai-bs .* alimesos02$/],
} satisfies Neighbour;
