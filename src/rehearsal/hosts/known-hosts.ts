import { keyType } from "../ssh/keys.ts";
import type { Host } from "./host.ts";
import type { Hosts } from "./hosts.ts";
import { ServerHost } from "./server-host.ts";

/** The `known_hosts` of somebody who was on every host before. */
export function knownHostsOf(hosts: Hosts): string {
  const alias = hosts.site.ground.environment.gateway?.host;
  const lines = hosts.all().map((host) => lineOf(host));
  const [gateway] = hosts.gateways;
  const shared = gateway && alias ? [`${alias} ${keyType} ${gateway.hostKey().publicBlob}`] : [];
  return [...lines, ...shared, ""].join("\n");
}

function lineOf(host: Host): string {
  const key = host instanceof ServerHost ? host.ownKey() : host.hostKey();
  return `${host.fullName},${host.name},${host.address} ${keyType} ${key.publicBlob}`;
}
