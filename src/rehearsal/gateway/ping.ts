import type { Command } from "../hosts/command.ts";
import { isUp } from "../hosts/host.ts";
import { answer, complain } from "../hosts/play.ts";

/** `ping -c 1 -W 2 HOST`: 0 answered, 1 not, 2 no such name. */
export const ping: Command = {
  name: "ping",
  on: "gateway",
  isLook: () => true,
  play({ hosts, words }) {
    const [name = ""] = words.filter(
      (word, index) => !word.startsWith("-") && !/^-[cWw]$/.test(words[index - 1] ?? ""),
    );
    const host = hosts.find(name);
    if (!host) return complain(`ping: ${name}: Name or service not known`, 2);
    const head = `PING ${host.fullName} (${host.address}) 56(84) bytes of data.`;
    const counted = (received: number) =>
      `1 packets transmitted, ${received} received, ${100 - 100 * received}% packet loss, time 0ms`;
    const end = ["", `--- ${host.fullName} ping statistics ---`, counted(isUp(host) ? 1 : 0)];
    const reply = `64 bytes from ${host.fullName} (${host.address}): icmp_seq=1 ttl=63 time=0.312 ms`;
    return isUp(host) ? answer([head, reply, ...end]) : answer([head, ...end], 1);
  },
};
