import type { OpenStackEnvironment } from "../../model/environment.ts";
import { NotDone } from "../../model/error.ts";
import type { HostCommands } from "../../model/host-commands.ts";
import { inProject } from "../../model/in-project.ts";
import type { Json } from "../../model/json.ts";
import { printable } from "../../model/printable.ts";

/** A server as the wrappers call it, and the one that was judged; no id: there is to be none of that name. */
export interface Meant {
  readonly name: string;
  readonly id?: string;
}

/**
 * The wrappers take a name, and of several servers of that name the first. So the last look before one begins is that
 * the name means exactly the server that the guards judged. @throws NotDone
 */
export async function checkServer(
  node: string,
  meant: Meant,
  { openstack }: OpenStackEnvironment,
  ssh: HostCommands,
): Promise<void> {
  const list = ["openstack", "server", "list", "--name", `^${meant.name}$`, "-f", "json", "-c", "ID", "-c", "Name"];
  const argv = inProject(openstack.project.name, list);
  const { exitCode, stdout, stderr } = await ssh.run(node, { argv, withinSeconds: 60 }).catch(notLooked);
  const rows = exitCode === 0 ? rowsIn(stdout) : undefined;
  if (!rows) throw refusal(meant, "gateway-servers", "system", printable(stderr).trim().slice(0, 300) || "no list");
  const ids = rows.filter(({ Name }) => Name === meant.name).map(({ ID }) => String(ID));
  if (meant.id === undefined ? ids.length === 0 : ids.length === 1 && ids[0] === meant.id) return;
  throw refusal(meant, "wrong-server", "refused", whyOf(meant, ids));
}

function whyOf({ name, id }: Meant, ids: readonly string[]): string {
  const found = ids.map((each) => printable(each)).join(", ") || "none";
  if (id === undefined) return `a server of the name ${name} is there already: ${found}`;
  return `${name} is to mean the server ${id}, and there the name means ${found}`;
}

function rowsIn(stdout: string): readonly Readonly<Record<string, Json>>[] | undefined {
  try {
    const value: unknown = JSON.parse(stdout);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function notLooked(error: unknown): never {
  const why = error instanceof Error ? error.message : String(error);
  throw refusal({ name: "the server" }, "gateway-servers", "system", why, error);
}

function refusal({ name }: Meant, code: string, reason: "system" | "refused", why: string, cause?: unknown): NotDone {
  return new NotDone({
    code,
    reason,
    what: `Nothing was started on the gateway for ${name}`,
    why,
    next: "look at the servers of that name in OpenStack, then plan again",
    cause,
  });
}
