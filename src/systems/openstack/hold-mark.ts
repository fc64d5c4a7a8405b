import type { OpenStackEnvironment } from "../../model/environment.ts";
import type { Hold, HoldMark, Permit } from "../../model/system.ts";
import type { Cloud } from "./cloud.ts";
import { serversNamed } from "./look.ts";
import { masterNameOf } from "./names.ts";
import { readServers, type Server, type ServerLook } from "./servers.ts";

const prefix = "mc-hold";
/** Nova's limit of a tag; without comma and slash. */
const tagCharacters = 60;

/**
 * The mark of a hold is a tag of a server: of the host that the run is about, or of the first master. A tag passes a
 * lock. Where there is no server yet, there is nothing to mark.
 */
export function holdMark(look: ServerLook): HoldMark {
  /** What was read last, by stack: a mark that is taken over goes with the next one written, and no other. */
  const seen = new Map<string, string>();
  /** Journals that were marked for from here. */
  const own = new Set<string>();
  return {
    // Another's comes before one's own: of two that mark at the same moment neither may believe that it was first.
    async read(stack) {
      const tags = holdTags(await serverOf(stack, look));
      const tag = tags.find((each) => !own.has(parsed(each)?.journal ?? "")) ?? tags[0];
      if (tag === undefined) seen.delete(stack);
      else seen.set(stack, tag);
      return tag === undefined ? undefined : parsed(tag);
    },
    async write(stack, hold, permit) {
      const server = await serverOf(stack, look);
      if (!server) return;
      const old = seen.get(stack);
      own.add(hold.journal);
      await put(server, textOf(hold), look.cloud, permit);
      if (old !== undefined && old !== textOf(hold)) await drop(server, old, look.cloud, permit);
    },
    async remove(stack, hold, permit) {
      const server = await serverOf(stack, look);
      const matching = holdTags(server).filter((tag) => isOf(hold, parsed(tag)));
      for (const tag of matching) if (server) await drop(server, tag, look.cloud, permit);
    },
  };
}

async function serverOf(stack: string, look: ServerLook): Promise<Server | undefined> {
  const servers = await readServers(look);
  if (stack !== "masters") return serversNamed(stack, servers)[0];
  return firstMaster(look.environment, servers);
}

/** By what they are, not by what they are called: another console has to find the same one. */
function firstMaster(environment: OpenStackEnvironment, servers: readonly Server[]): Server | undefined {
  const names = [...environment.masters.names].sort();
  const isCalled = (name: string) => (server: Server) => masterNameOf(server, environment) === name;
  return names.flatMap((name) => servers.filter(isCalled(name)))[0];
}

/** The earliest first. */
function holdTags(server: Server | undefined): readonly string[] {
  const tags = (server?.tags ?? []).filter((tag) => parsed(tag) !== undefined);
  const since = (tag: string) => parsed(tag)?.since ?? "";
  return tags.sort((one, other) => since(one).localeCompare(since(other)) || one.localeCompare(other));
}

function textOf({ journal, run, since, who }: Hold): string {
  const seconds = Math.floor(Date.parse(since) / 1000).toString(36);
  const name = who.replace(/[,/|]/g, ".");
  return [prefix, journal, run, seconds, name].join("|").slice(0, tagCharacters);
}

function parsed(tag: string): Hold | undefined {
  const [start, journal, run, seconds, who = ""] = tag.split("|");
  if (start !== prefix || !journal || !run || !seconds) return undefined;
  const since = new Date(Number.parseInt(seconds, 36) * 1000);
  return Number.isNaN(since.getTime()) ? undefined : { journal, run, since: since.toISOString(), who };
}

/** Of one run there is one mark at a time. */
function isOf(hold: Hold, other: Hold | undefined): boolean {
  return hold.journal === other?.journal && hold.run === other.run;
}

async function put(server: Server, tag: string, cloud: Cloud, permit: Permit): Promise<void> {
  await cloud.send("compute", { method: "PUT", path: pathOf(server, tag) }, permit);
}

async function drop(server: Server, tag: string, cloud: Cloud, permit: Permit): Promise<void> {
  await cloud.send("compute", { method: "DELETE", path: pathOf(server, tag), accepts: [404] }, permit);
}

function pathOf({ id }: Server, tag: string): string {
  return `/servers/${encodeURIComponent(id)}/tags/${encodeURIComponent(tag)}`;
}
