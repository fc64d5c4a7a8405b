import type { ServerRef, ServerSpec } from "#src/model/provisioner.ts";
import { createCernProvisioner } from "#src/systems/cern/index.ts";
import environment from "../../../environments/alibuild.ts";
import type { Hosts } from "../hosts/double.ts";
import { type Journal, world } from "../hosts/stage.ts";

export { environment };

export const node = "aiadm81.cern.ch";
const settings = "-u OS_PROJECT_ID -u OS_TENANT_ID -u OS_TENANT_NAME OS_PROJECT_NAME=ALICE Release Testing";

/** A command line as it arrives on the gateway. */
export function line(command: string): string {
  return `${node}: env ${settings} ${command}`;
}

export function specOf(role: "masters" | "agents", name: string, zone?: string): ServerSpec {
  const { hostgroup, foremanEnvironment, image, keypair, flavor, landbMainUser, landbResponsible, volume } =
    environment[role];
  return {
    ...{ name, fullName: `${name}.cern.ch`, hostgroup, foremanEnvironment, keypair, flavor, landbMainUser },
    ...{ landbResponsible, volume, imageOption: image.option, imageProperties: image.properties },
    ...(zone !== undefined && { zone }),
  };
}

export const agent: ServerRef = { id: "0a1b", name: "alibuild07", fullName: "alibuild07.cern.ch" };
export const image = { imageOption: "cc7", imageProperties: {} };

/** A gateway whose ticket gives a token in the pinned project, or in another. */
export function inProject(hosts: Hosts, id: string = environment.openstack.project.id): Hosts {
  const token = { expires: "2026-11-21T12:00:00+0000", id: "gAAAA-secret", project_id: id, user_id: "u1" };
  return servers(hosts, "0a1b")
    .answer(line("openstack token issue -f json"), { stdout: JSON.stringify(token) })
    .answer(`aiadm.cern.ch: ${line("openstack token issue -f json").split(": ")[1]}`, {
      stdout: JSON.stringify(token),
    });
}

/** The servers that the gateway's client finds by the name of the agent; those of other names are its regex's. */
export function servers(hosts: Hosts, ...ids: readonly string[]): Hosts {
  const rows = [...ids.map((ID) => ({ ID, Name: "alibuild07" })), { ID: "ffff", Name: "alibuild070" }];
  return hosts
    .answer(line("openstack server list"), { stdout: "[]" })
    .answer(line("openstack server list --name ^alibuild07$"), { stdout: JSON.stringify(rows) });
}

/** Each operation of the provisioner on one server. */
export function operations(hosts: Hosts, journal: Journal) {
  const provisioner = createCernProvisioner({ environment, world: world(), ssh: hosts });
  return {
    "ai-bs": () => provisioner.create(specOf("agents", "alibuild08"), journal),
    "ai-rebuild-vm": () => provisioner.rebuild(agent, image, journal),
    "ai-kill": () => provisioner.remove(agent, journal),
    openstack: () => provisioner.reboot(agent, journal),
    provisioner,
  };
}
