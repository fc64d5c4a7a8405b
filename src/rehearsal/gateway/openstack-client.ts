import type { Call, Command } from "../hosts/command.ts";
import { answer, complain, type Play, pass } from "../hosts/play.ts";
import { originOf } from "../openstack/endpoints.ts";
import { type SiteServer, statusOf } from "../site/server.ts";
import { projectOf, serversFor } from "./project.ts";
import { refusalOf } from "./wrapper.ts";

type Answer = (call: Call, names: readonly string[]) => Play;

/** The client's words, as far as the console and the operations guide use them; `-f json` and tables are the same here. */
const subcommands: Readonly<Record<string, Answer>> = {
  "token issue": (call) => tokenIssue(call),
  "catalog list": (call) => json(catalogOf(call)),
  "server list": (call) => json(serversFor(call).map((server) => rowOf(call, server))),
  "server show": (call, [name = ""]) => onServer(call, name, (server) => json(shown(call, server))),
  "server reboot": (call, [name = ""]) => onServer(call, name, (server) => reboot(call, server)),
  "console log show": (call, [name = ""]) => onServer(call, name, ({ consoleLog }) => answer(consoleLog)),
};

const looks = /\b(issue|list|show)$/;

export const openstackClient: Command = {
  name: "openstack",
  on: "gateway",
  isLook: (words) => looks.test(subcommandIn(words) ?? ""),
  play(call) {
    const subcommand = subcommandIn(call.words);
    const act = subcommand === undefined ? undefined : subcommands[subcommand];
    if (!act || subcommand === undefined)
      return complain(`openstack: '${call.words.join(" ")}' is not an openstack command.`, 2);
    return act(call, namesIn(call.words.slice(subcommand.split(" ").length)));
  },
};

function subcommandIn(words: readonly string[]): string | undefined {
  return Object.keys(subcommands).find((each) => words.join(" ").startsWith(each));
}

/** Without options and their values. */
function namesIn(words: readonly string[]): readonly string[] {
  const isValue = (index: number) => /^(-f|-c|--format|--column|--name|--limit|--lines)$/.test(words[index - 1] ?? "");
  return words.filter((word, index) => !word.startsWith("-") && !isValue(index));
}

function json(value: unknown): Play {
  return answer(JSON.stringify(value, undefined, 2).split("\n"));
}

function tokenIssue(call: Call): Play {
  const { identities } = call.site;
  const project = projectOf(call);
  const [user] = identities.users;
  if (!user || !identities.projects.includes(project))
    return complain("The request you have made requires authentication. (HTTP 401)", 1);
  const token = identities.issue(user, project, ["kerberos"]);
  const expires = new Date(token.expiresAt).toISOString().replace(/\.\d+Z$/, "+0000");
  return json({ expires, id: token.secret, project_id: project.id, user_id: user.id });
}

function catalogOf(call: Call) {
  const { site } = call;
  const project = projectOf(call).id;
  const urls = [
    ["keystone", "identity", `${originOf(site, "keystone")}/v3`],
    ["nova", "compute", `${originOf(site, "nova")}/v2.1`],
    ["cinder", "volumev3", `${originOf(site, "cinder")}/v3/${project}`],
    ["glance", "image", originOf(site, "glance")],
  ] as const;
  return urls.map(([Name, Type, url]) => ({
    Name,
    Type,
    Endpoints: [{ id: Name, interface: "public", region_id: "cern", url, region: "cern" }],
  }));
}

function rowOf({ site }: Call, server: SiteServer) {
  const image = site.catalogue.images.find(({ id }) => id === server.imageId)?.name ?? "";
  const Networks = { CERN_NETWORK: [server.address] };
  return { ID: server.id, Name: server.name, Status: statusOf(server), Networks, Image: image, Flavor: server.flavor };
}

function shown({ site }: Call, server: SiteServer) {
  return {
    id: server.id,
    name: server.name,
    status: statusOf(server),
    "OS-EXT-STS:task_state": server.taskState ?? null,
    "OS-EXT-AZ:availability_zone": server.zone,
    addresses: { CERN_NETWORK: [server.address] },
    flavor: server.flavor,
    properties: Object.fromEntries(server.metadata),
    volumes_attached: site.volumes.of(server.id).map(({ id }) => ({ id })),
  };
}

/** By id or by exact name; a name that several have is refused by the client. */
function onServer(call: Call, name: string, act: (server: SiteServer) => Play): Play {
  const found = serversFor(call).filter((server) => server.id === name || server.name === name);
  if (found.length > 1) return complain(`More than one server exists with the name '${name}'.`, 1);
  return found[0] ? act(found[0]) : complain(`No server with a name or ID of '${name}' exists.`, 1);
}

function* reboot({ site, words }: Call, { id }: SiteServer): Play {
  yield pass(2);
  const refusal = refusalOf(() => site.servers.reboot(id, words.includes("--hard")));
  return refusal === undefined ? 0 : yield* complain(refusal, 1);
}
