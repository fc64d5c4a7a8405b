import type { OpenStackEnvironment } from "../model/environment.ts";
import { createCern, createCernProvisioner } from "../systems/cern/index.ts";
import { createForeman } from "../systems/foreman/index.ts";
import { createHosts } from "../systems/hosts/index.ts";
import { createMesos } from "../systems/mesos/index.ts";
import { createOpenStack, createPlainProvisioner } from "../systems/openstack/index.ts";
import { createSsh } from "../systems/ssh/index.ts";
import { openSightings } from "../world/sightings.ts";
import { named, type Systems, type SystemsOptions } from "./systems.ts";

/** The systems of a build infrastructure on OpenStack, wired to each other: they know nothing of one another. */
export function openSite({ environment, world, home, person }: SystemsOptions<OpenStackEnvironment>): Systems {
  const { gateway, hostUser: user, domain } = environment;
  const lendTerminal = person.lend && { lendTerminal: person.lend.bind(person) };
  const ssh = createSsh({ world, home, domain, user, ...(gateway && { gateway: gateway.host }), ...lendTerminal });
  const provisioner =
    environment.openstack.provisioner === "cern"
      ? createCernProvisioner({ environment, world, ssh })
      : createPlainProvisioner({ environment, world, ssh });
  const openstack = createOpenStack({
    environment,
    world,
    ssh,
    provisioner,
    sightings: openSightings(home, environment.name),
  });
  const hosts = createHosts({
    ...{ environment, world, ssh },
    consoleLog: (host) => openstack.consoleLog(host),
    handlesOf: (host) => openstack.handlesOf(host),
  });
  const forward = gateway && {
    forward: (target: Parameters<typeof ssh.forward>[1]) => ssh.forward(gateway.host, target),
  };
  const mesos = createMesos({ environment, world, ...forward });
  const foreman = createForeman({ environment, world, ssh, ...(world.foreman && { credentials: world.foreman }) });
  const cern = createCern({ environment, world, ssh });
  const access = [cern, openstack, foreman, hosts].map((system) => () => system.checkAccess());
  return { byName: named([openstack, hosts, foreman, cern, mesos]), openstack, ssh, access };
}
