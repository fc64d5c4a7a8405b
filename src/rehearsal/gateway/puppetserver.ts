import type { Command } from "../hosts/command.ts";
import { answer, complain } from "../hosts/play.ts";

/** `puppetserver ca clean --certname NAME`: where a host is rebuilt without the wrappers, which stage certificates. */
export const puppetserver: Command = {
  name: "puppetserver",
  on: "authority",
  isLook: ([, verb]) => verb === "list",
  play({ hosts, site, words }) {
    if (site.ground.environment.openstack.provisioner === "cern")
      return complain("bash: puppetserver: command not found", 127);
    const [what, verb, flag, name = ""] = words;
    if (what !== "ca" || verb !== "clean" || flag !== "--certname") return complain("Unknown action", 1);
    const wasThere = hosts.certificates.clean(name);
    return wasThere
      ? answer([`Cleaned files related to ${name}`])
      : complain(`Could not find files to clean for ${name}`, 1);
  },
};
