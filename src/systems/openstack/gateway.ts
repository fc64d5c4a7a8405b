import type { OpenStackEnvironment } from "../../model/environment.ts";
import type { HostCommand, HostCommands } from "../../model/host-commands.ts";
import { inProject } from "../../model/in-project.ts";
import type { Json } from "../../model/json.ts";
import { textAt } from "../../model/json-at.ts";
import { cloudError, quoted } from "./error.ts";
import { parseJson } from "./read.ts";
import { endpointsOf, type Session } from "./session.ts";

/** A token that the gateway gets with the operator's ticket there, and the catalog beside it. */
export async function gatewaySession(
  environment: OpenStackEnvironment,
  gateway: string,
  ssh: HostCommands,
): Promise<Session> {
  const ask = (...words: string[]) => askClient(environment, gateway, ssh, words);
  const token = await ask("token", "issue");
  const catalog = await ask("catalog", "list");
  return {
    token: textAt(token, "id") ?? "",
    expiresAt: expiryOf(token),
    projectId: textAt(token, "project_id") ?? "",
    projectName: "",
    user: quoted(textAt(token, "user_id") ?? ""),
    roles: [],
    from: `a token of ${gateway}`,
    endpoints: endpointsOf(Array.isArray(catalog) ? catalog : [], "public", undefined),
  };
}

/** The client prints `2026-11-20T09:30:40+0000`. */
function expiryOf(token: Json): number {
  const text = (textAt(token, "expires") ?? "").replace(/([+-]\d\d)(\d\d)$/, "$1:$2");
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw cloudError("cloud-answer", "the gateway gave no token", "it has no expiry");
  return at;
}

async function askClient(environment: OpenStackEnvironment, gateway: string, ssh: HostCommands, words: string[]) {
  const argv = inProject(environment.openstack.project.name, ["openstack", ...words, "-f", "json"]);
  const command: HostCommand = { argv, withinSeconds: 60 };
  const { exitCode, stdout, stderr } = await ssh.run(gateway, command);
  if (exitCode === 0) return parseJson(stdout, `openstack ${words.join(" ")} on ${gateway}`);
  const why = `exit ${exitCode}: ${quoted(stderr) || "without a word"}`;
  throw cloudError("cloud-credentials", `openstack ${words.join(" ")} fails on ${gateway}`, why);
}
