import type { OpenStackEnvironment } from "../../model/environment.ts";
import { OpsError } from "../../model/error.ts";
import type { HostCommands } from "../../model/host-commands.ts";
import { printable } from "../../model/printable.ts";
import type { CheckRow } from "../../model/status.ts";
import type { World } from "../../model/world.ts";
import { gatewayToken } from "./project.ts";
import { livesFor, ticketOn } from "./ticket.ts";

export interface AccessOptions {
  readonly environment: OpenStackEnvironment;
  readonly world: World;
  readonly ssh: HostCommands;
}

type Found = Pick<CheckRow, "result" | "evidence" | "next">;
type Check = (gateway: string, options: AccessOptions) => Promise<Found>;

/** Whether one may work through the gateway at all. The rows are looked at side by side; the order is what to mend first. */
const checks: readonly (readonly [what: string, check: Check])[] = [
  ["the gateway lets me in", letsMeIn],
  ["the ticket on the gateway lives", ticketLives],
  ["the gateway acts in the pinned project", actsInProject],
];

/** Without a gateway there is nothing to check. */
export async function checkAccess(options: AccessOptions): Promise<readonly CheckRow[]> {
  const gateway = options.environment.gateway?.host;
  if (gateway === undefined) return [];
  return Promise.all(checks.map(async ([what, check]) => ({ what, ...(await found(check, gateway, options)) })));
}

async function found(check: Check, gateway: string, options: AccessOptions): Promise<Found> {
  try {
    return await check(gateway, options);
  } catch (error) {
    if (!(error instanceof OpsError) || error.reason !== "system") throw error;
    return { result: "unknown", evidence: `${error.what}: ${error.why}`, next: error.next };
  }
}

async function letsMeIn(gateway: string, { ssh }: AccessOptions): Promise<Found> {
  try {
    return { result: "pass", evidence: `${printable(await ssh.nodeOf(gateway))} answers as ${gateway}`, next: "" };
  } catch (error) {
    if (!(error instanceof OpsError) || error.code === "ssh-timeout") throw error;
    return { result: "fail", evidence: `${error.what}: ${error.why}`, next: error.next };
  }
}

/** Long enough for one rebuild with all that comes after it. */
async function ticketLives(gateway: string, { environment, world, ssh }: AccessOptions): Promise<Found> {
  const seconds = environment.policies.rebuildWithinSeconds;
  const { holds, detail, next } = livesFor(await ticketOn(gateway, ssh), seconds, world.clock.now(), gateway);
  return holds === "yes"
    ? { result: "pass", evidence: detail, next: "" }
    : { result: "fail", evidence: detail, next: next ?? "" };
}

async function actsInProject(gateway: string, { environment, ssh }: AccessOptions): Promise<Found> {
  const { name, id } = environment.openstack.project;
  const { projectId, expires } = await gatewayToken(gateway, environment, ssh);
  const evidence = `"${name}" is project ${printable(projectId)}; the token lives until ${printable(expires)}`;
  if (projectId === id) return { result: "pass", evidence, next: "" };
  return { result: "fail", evidence, next: `the environment is pinned to ${id}: look at its file` };
}
