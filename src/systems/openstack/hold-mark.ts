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
 * The mark of a hold is a tag of a server: of the host that the run is about, or of a master, the first that takes it. A
 * tag passes a lock, but a server that is being built or is in ERROR takes none. Where no server takes one, there is
 * nothing to mark: what is to be healed is not kept out of reach for that.
 */
export function holdMark(look: ServerLook): HoldMark {
  /** What was read last, by stack: a mark that is taken over goes with the next one written, and no other. */
  const seen = new Map<string, string>();
  /** Journals that were marked for from here. */
  const own = new Set<string>();
  return {
    // Another's comes before one's own: of two that mark at the same moment neither may believe that it was first.
    async read(stack) {
      const tags = holdTags(await serversOf(stack, look));
      const tag = tags.find((each) => !own.has(parsed(each)?.journal ?? "")) ?? tags[0];
      if (tag === undefined) seen.delete(stack);
      else seen.set(stack, tag);
      return tag === undefined ? undefined : parsed(tag);
    },
    async write(stack, hold, permit) {
      const servers = await serversOf(stack, look);
      const old = seen.get(stack);
      own.add(hold.journal);
      const isMarked = await putOnFirst(servers, textOf(hold), look.cloud, permit);
      if (!isMarked || old === undefined || old === textOf(hold)) return;
      for (const server of havingTag(servers, old)) await drop(server, old, look.cloud, permit, [409]);
    },
    async remove(stack, hold, permit) {
      const servers = await serversOf(stack, look);
      for (const tag of holdTags(servers).filter((each) => isOf(hold, parsed(each))))
        for (const server of havingTag(servers, tag)) await drop(server, tag, look.cloud, permit);
    },
  };
}

/** Those that may bear the stack's mark, in the order in which they are asked to. */
async function serversOf(stack: string, look: ServerLook): Promise<readonly Server[]> {
  const servers = await readServers(look);
  if (stack !== "masters") return serversNamed(stack, servers).slice(0, 1);
  return mastersAmong(servers, look.environment);
}

/** By what they are, not by what they are called: another console has to find the same ones in the same order. */
function mastersAmong(servers: readonly Server[], environment: OpenStackEnvironment): readonly Server[] {
  const names = [...environment.masters.names].sort();
  const isCalled = (name: string) => (server: Server) => masterNameOf(server, environment) === name;
  return names.flatMap((name) => servers.filter(isCalled(name)));
}

/** The earliest first. */
function holdTags(servers: readonly Server[]): readonly string[] {
  const tags = servers.flatMap((server) => server.tags).filter((tag) => parsed(tag) !== undefined);
  const since = (tag: string) => parsed(tag)?.since ?? "";
  return [...new Set(tags)].sort((one, other) => since(one).localeCompare(since(other)) || one.localeCompare(other));
}

function havingTag(servers: readonly Server[], tag: string): readonly Server[] {
  return servers.filter(({ tags }) => tags.includes(tag));
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

/** Whether one of them took it. 409: in its present state it takes none. */
async function putOnFirst(servers: readonly Server[], tag: string, cloud: Cloud, permit: Permit): Promise<boolean> {
  for (const server of servers) {
    const mutation = { method: "PUT" as const, path: pathOf(server, tag), accepts: [409] };
    if ((await cloud.send("compute", mutation, permit)).status !== 409) return true;
  }
  return false;
}

async function drop(
  server: Server,
  tag: string,
  cloud: Cloud,
  permit: Permit,
  alsoAccepts: readonly number[] = [],
): Promise<void> {
  const accepts = [404, ...alsoAccepts];
  await cloud.send("compute", { method: "DELETE", path: pathOf(server, tag), accepts }, permit);
}

function pathOf({ id }: Server, tag: string): string {
  return `/servers/${encodeURIComponent(id)}/tags/${encodeURIComponent(tag)}`;
}
