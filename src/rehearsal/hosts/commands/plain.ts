import type { Call, Command } from "../command.ts";
import { answer, complain } from "../play.ts";
import { uptimeText } from "../uptime.ts";

const always = () => true;

function fileOn({ site, host }: Call, path: string): string | undefined {
  const now = site.ground.time.now();
  const files: Readonly<Record<string, string | undefined>> = {
    "/proc/sys/kernel/random/boot_id": host.bootId(),
    "/proc/uptime": `${((now - (host.bootedAt() ?? now)) / 1000).toFixed(2)} 0.00`,
    "/etc/redhat-release": "CentOS Linux release 7.9.2009 (Core)",
    "/opt/puppetlabs/puppet/cache/state/agent_catalog_run.lock":
      now < host.disk.puppet.lockedUntil ? "2711" : undefined,
  };
  return files[path];
}

/** Commands of a line or two. */
export const plainCommands: readonly Command[] = [
  { name: "true", isLook: always, play: () => answer([]) },
  {
    name: "hostname",
    isLook: (words) => words.every((word) => ["-f", "--fqdn", "-s", "--short"].includes(word)),
    play: ({ host, words }) => answer([words.includes("-s") ? host.name : host.fullName]),
  },
  {
    name: "uname",
    isLook: always,
    play: ({ host, words }) => answer([words.includes("-n") ? host.fullName : "Linux"]),
  },
  { name: "id", isLook: always, play: ({ words }) => answer([words.includes("-u") ? "0" : "uid=0(root) gid=0(root)"]) },
  { name: "uptime", isLook: always, play: (call) => answer([uptimeText(call.host, call.site.ground.time.now())]) },
  {
    name: "cat",
    isLook: always,
    play: (call) => {
      const [path = ""] = call.words;
      const text = fileOn(call, path);
      return text === undefined ? complain(`cat: ${path}: No such file or directory`, 1) : answer([text]);
    },
  },
  {
    name: "test",
    isLook: always,
    play: (call) => answer([], fileOn(call, call.words.at(-1) ?? "") === undefined ? 1 : 0),
  },
  {
    name: "stat",
    isLook: always,
    play: (call) => {
      const path = call.words.at(-1) ?? "";
      const isThere = fileOn(call, path) !== undefined;
      return isThere ? answer([path]) : complain(`stat: cannot stat '${path}': No such file or directory`, 1);
    },
  },
];
