import type { GatewayNode } from "../gateway/node.ts";
import type { SiteServer } from "../site/server.ts";
import type { Host } from "./host.ts";
import type { Hosts } from "./hosts.ts";

/** World seconds. The gateway goes when the wrapper has just told Nova, and stays away longer than one waits for it. */
const goesAfter = { masterDies: 120, gatewayGone: 8 };
const gatewayGoneSeconds = 1200;

/** The faults that happen to hosts while something else goes on: each once. */
export function beginMishaps(hosts: Hosts): void {
  const { site } = hosts;
  const { time, troubles } = site.ground;
  if (troubles.has("second-master-dies")) {
    const rebuilt = once((server: SiteServer) => time.after(goesAfter.masterDies, () => crashAnother(hosts, server)));
    site.servers.watch((event, server) => {
      if (event === "stopped" && server.taskState === "rebuilding" && isMaster(hosts, server)) rebuilt(server);
    });
  }
  if (troubles.has("gateway-gone")) {
    const gone = once((node: GatewayNode) => time.after(goesAfter.gatewayGone, () => loseGateway(hosts, node)));
    hosts.watchStarts((host) => {
      const node = gatewayOf(hosts, host);
      if (node) gone(node);
    });
  }
}

function once<T>(act: (about: T) => void): (about: T) => void {
  let isDone = false;
  return (about) => {
    if (!isDone) act(about);
    isDone = true;
  };
}

function isMaster({ site }: Hosts, { name }: SiteServer): boolean {
  return site.ground.environment.masters.names.includes(name);
}

/** The one after it in the environment's list. */
function crashAnother(hosts: Hosts, { name }: SiteServer): void {
  const { names } = hosts.site.ground.environment.masters;
  const next = names[(names.indexOf(name) + 1) % names.length];
  const host = hosts.servers().find((each) => each.name === next);
  if (!host) return;
  host.crash();
  hosts.tell(host);
}

function gatewayOf(hosts: Hosts, host: Host): GatewayNode | undefined {
  return hosts.gateways.find((node) => node === host);
}

function loseGateway(hosts: Hosts, node: GatewayNode): void {
  node.goDown(gatewayGoneSeconds);
  hosts.tell(node);
}
