import type { Call, Command } from "../command.ts";
import { answer, complain, type Play, pass } from "../play.ts";

const looks = ["is-active", "status", "show", "list-units"];
const services = ["docker", "puppet", "sshd", "chronyd"];

/** World seconds. */
const restartTakes = 12;

/** Of the host's services; to restart docker restarts its containers. */
export const systemctl: Command = {
  name: "systemctl",
  on: "servers",
  isLook: ([verb = ""]) => looks.includes(verb),
  play(call) {
    const [verb = "", unit = ""] = call.words;
    const service = unit.replace(/\.service$/, "");
    if (!services.includes(service)) return complain(`Unit ${service}.service could not be found.`, 4);
    if (verb === "restart" && service === "docker") return restartDocker(call);
    return looks.includes(verb) || verb === "restart"
      ? tell(call, service)
      : complain(`Unknown operation '${verb}'.`, 1);
  },
};

function tell({ host, words: [verb] }: Call, service: string): Play {
  const isActive = service !== "docker" || host.disk.puppet.isConverged;
  if (verb === "restart") return answer([]);
  return answer([isActive ? "active" : "inactive"], isActive ? 0 : 3);
}

function* restartDocker({ host, hosts, site }: Call): Play {
  const { containers } = host.disk;
  containers.stopAll(site.ground.time.now());
  hosts.tell(host);
  yield pass(restartTakes);
  containers.startAll(site.ground.time.now());
  hosts.tell(host);
  return 0;
}
