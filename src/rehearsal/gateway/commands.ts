import type { Command } from "../hosts/command.ts";
import { aiBs } from "./ai-bs.ts";
import { aiKill } from "./ai-kill.ts";
import { aiRebuildVm } from "./ai-rebuild-vm.ts";
import { curl } from "./curl.ts";
import { klist } from "./klist.ts";
import { openstackClient } from "./openstack-client.ts";
import { ping } from "./ping.ts";
import { puppetserver } from "./puppetserver.ts";

/** What only the gateway has. */
export const gatewayCommands: readonly Command[] = [
  aiBs,
  aiRebuildVm,
  aiKill,
  openstackClient,
  ping,
  klist,
  curl,
  puppetserver,
];
