import type { OpenStackEnvironment } from "../../model/environment.ts";
import { NotDone } from "../../model/error.ts";
import type { HostCommands } from "../../model/host-commands.ts";
import { inProject } from "../../model/in-project.ts";
import { printable } from "../../model/printable.ts";
import type { Provisioner } from "../../model/provisioner.ts";
import type { Effect, Effects } from "../../model/system.ts";
import type { World } from "../../model/world.ts";
import { onceEffect } from "../../remote/effect.ts";
import { createArgv, killArgv, rebootArgv, rebuildArgv } from "./argv.ts";
import { createCodes, killCodes, rebootCodes, rebuildCodes, type WrapperCodes } from "./exit-codes.ts";
import { leftBy, notDoneBy } from "./outcome.ts";
import { asNotDone, checkProject } from "./project.ts";
import { checkServer, type Meant } from "./same-server.ts";

export interface ProvisionerOptions {
  readonly environment: OpenStackEnvironment;
  readonly world: World;
  readonly ssh: HostCommands;
}

interface Wrapped {
  readonly argv: readonly string[];
  readonly wrapper: WrapperCodes;
  readonly server: Meant;
  readonly effects: Effects;
}

/**
 * CERN's wrappers on the gateway. Which machine answered to the gateway's name is an effect of its own, journaled before
 * the wrapper begins: a resume looks there and nowhere else.
 */
export function createCernProvisioner(options: ProvisionerOptions): Provisioner {
  const wrap = (wrapped: Wrapped) => perform(wrapped, options);
  return {
    create: (spec, effects) =>
      wrap({ argv: createArgv(spec), wrapper: createCodes, server: { name: spec.name }, effects }),
    rebuild: (server, { imageOption }, effects) =>
      wrap({ argv: rebuildArgv(server.name, imageOption), wrapper: rebuildCodes, server, effects }),
    remove: (server, effects) => wrap({ argv: killArgv(server.name), wrapper: killCodes, server, effects }),
    reboot: (server, effects) => wrap({ argv: rebootArgv(server.name), wrapper: rebootCodes, server, effects }),
  };
}

/** `ai-bs`, `ai-rebuild-vm`, `ai-kill` and `reboot`: what the step of each is called. */
const stepNames: ReadonlyMap<WrapperCodes, string> = new Map([[rebootCodes, "reboot"]]);

async function perform({ argv, wrapper, server, effects }: Wrapped, options: ProvisionerOptions): Promise<void> {
  const { environment, world, ssh } = options;
  const { node } = await effects.perform(gatewayEffect(options));
  const command = { argv: inProject(environment.openstack.project.name, argv) };
  const onLine = (line: string) => effects.log(line);
  const effect = onceEffect({
    name: stepNames.get(wrapper) ?? wrapper.name,
    run: { ssh, host: node, command, clock: world.clock, onLine },
    async before() {
      await checkProject(node, environment, ssh);
      await checkServer(node, server, environment, ssh);
    },
    notDone: (ended) => notDoneBy(ended, wrapper, server.name),
  });
  for (const line of leftBy(await effects.perform(effect), wrapper, server.name)) effects.log(line);
}

type Gateway = { readonly node: string };

function gatewayEffect({ environment, ssh }: ProvisionerOptions): Effect<Gateway> {
  const alias = environment.gateway?.host;
  if (alias === undefined) throw noGateway();
  return {
    name: "gateway",
    repeat: "idempotent",
    // It changes nothing, whatever goes wrong.
    send: async () => ({ node: checkedNode(await ssh.nodeOf(alias).catch(asNotDone), alias) }),
  };
}

function checkedNode(node: string, alias: string): string {
  if (/^[a-z0-9][a-z0-9.-]{0,252}$/i.test(node)) return node.toLowerCase();
  throw new NotDone({
    code: "gateway-node",
    reason: "system",
    what: `Nothing was started on ${alias}`,
    why: `the machine calls itself ${JSON.stringify(printable(node).slice(0, 100))}, which is no host name`,
    next: "look at hostname -f there",
  });
}

function noGateway(): NotDone {
  return new NotDone({
    code: "no-gateway",
    reason: "usage",
    what: "CERN's wrappers cannot be called",
    why: "the environment has no gateway",
    next: 'give it one, or set provisioner: "openstack"',
  });
}
