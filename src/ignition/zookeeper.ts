import type { Stack } from "../model/environment.ts";

/** `10.0.1.10:2181,10.0.2.10:2181,10.0.3.10:2181`: every member, so that any majority is enough. */
export function endpoints(stack: Stack): string {
  return stack.masters.zones.map(({ address }) => `${address}:2181`).join(",");
}

/** `zk://…/mesos` */
export function zookeeperUrl(stack: Stack, path: string): string {
  return `zk://${endpoints(stack)}/${path}`;
}
