import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { serveWorld } from "#src/rehearsal/server.ts";
import { createCern, createCernProvisioner } from "#src/systems/cern/index.ts";
import { createForeman } from "#src/systems/foreman/index.ts";
import { createHosts } from "#src/systems/hosts/index.ts";
import { createSsh } from "#src/systems/ssh/index.ts";
import { joinRehearsal } from "#src/world/rehearsal.ts";
import { environment } from "./stage.ts";

/** The rehearsed place with the three systems over real SSH and HTTP; it ends with the test. */
export async function rehearsed(t: TestContext, ...faults: string[]) {
  const served = await serveWorld({ environment, faults });
  t.after(() => served.close());
  const home = await mkdtemp(join(tmpdir(), "mesos-console-hosts-"));
  t.after(() => rm(home, { recursive: true, force: true }));
  const world = await joinRehearsal(served.port);
  const { domain, hostUser: user, gateway } = environment;
  const ssh = createSsh({ world, home, domain, user, gateway: gateway.host });
  t.after(() => ssh.close());
  const site = served.world;
  const consoleLog = async (host: string) => site.servers.byName(host)?.consoleLog.join("\n") ?? "";
  const options = { environment, world, ssh };
  return {
    site,
    world,
    ssh,
    hosts: createHosts({ ...options, consoleLog }),
    foreman: createForeman(options),
    cern: createCern(options),
    provisioner: createCernProvisioner(options),
  };
}
