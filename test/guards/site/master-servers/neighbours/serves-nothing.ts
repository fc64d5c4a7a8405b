import type { Neighbour } from "../../case.ts";

export default {
  title: "a master that serves nothing is rebooted by its typed name, while another one is down too",
  ruse(scene) {
    for (const name of ["alimesos02", "alimesos03"]) scene.site.servers.stop(scene.server(name).id);
    scene.pass(5);
  },
  answers: ["--confirm", "alimesos03"],
  typed: () => `RebootServer!("alimesos03")`,
  did: [/reboot --hard alimesos03$/],
  isDone: true,
} satisfies Neighbour;
