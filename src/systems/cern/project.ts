import type { OpenStackEnvironment } from "../../model/environment.ts";
import { NotDone, notDone, OpsError } from "../../model/error.ts";
import type { CommandResult, HostCommands } from "../../model/host-commands.ts";
import { inProject } from "../../model/in-project.ts";
import type { Json } from "../../model/json.ts";
import { printable } from "../../model/printable.ts";

/** A token as the gateway's ticket gives one, without the token itself. */
export interface GatewayToken {
  readonly projectId: string;
  /** ISO 8601 */
  readonly expires: string;
}

/** What the wrappers would act in, by the same variables as theirs. @throws OpsError `gateway-token` */
export async function gatewayToken(
  node: string,
  { openstack }: OpenStackEnvironment,
  ssh: HostCommands,
): Promise<GatewayToken> {
  const argv = inProject(openstack.project.name, ["openstack", "token", "issue", "-f", "json"]);
  return tokenIn(await ssh.run(node, { argv, withinSeconds: 30 }), node);
}

function tokenIn({ exitCode, stdout, stderr }: CommandResult, node: string): GatewayToken {
  const { project_id: projectId, expires } = fieldsIn(stdout);
  if (exitCode === 0 && typeof projectId === "string" && typeof expires === "string") return { projectId, expires };
  throw new OpsError({
    code: "gateway-token",
    reason: "system",
    what: `OpenStack gives no token to the ticket on ${node}`,
    why: printable(stderr).trim().slice(0, 300) || `exit code ${exitCode}`,
    next: "kinit there, and look whether the project's name in the environment file is right",
  });
}

function fieldsIn(stdout: string): Readonly<Record<string, Json>> {
  try {
    const value: unknown = JSON.parse(stdout);
    return typeof value === "object" && value !== null ? (value as Readonly<Record<string, Json>>) : {};
  } catch {
    return {};
  }
}

/** A project's name is not its identity: the id must be the pinned one before anything is sent. @throws NotDone */
export async function checkProject(node: string, environment: OpenStackEnvironment, ssh: HostCommands): Promise<void> {
  const { name, id } = environment.openstack.project;
  const { projectId } = await gatewayToken(node, environment, ssh).catch(asNotDone);
  if (projectId === id) return;
  throw new NotDone({
    code: "wrong-project",
    reason: "refused",
    what: "Nothing was started on the gateway",
    why: `there "${name}" is project ${printable(projectId)}, and the environment is pinned to ${id}`,
    next: "look at the project's name and id in the environment file",
  });
}

/** A look that failed came before anything was sent. */
export function asNotDone(error: unknown): never {
  throw error instanceof OpsError ? notDone(error) : error;
}
