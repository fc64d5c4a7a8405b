import type { Neighbour } from "../../case.ts";

export default {
  title: "alibuild03 is rebooted: its lock is lifted and set again",
  ruse: ({ site, server }) => site.servers.setLock(server("alibuild03").id, { reason: "never delete it" }),
  answers: ["--confirm", "alibuild03", "--attest", "way=go-on"],
  typed: () => `RebootServer!("alibuild03")`,
  did: [/action/, /reboot --hard alibuild03$/, /action/],
  isDone: true,
} satisfies Neighbour;
