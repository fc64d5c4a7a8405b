import { OpsError } from "../model/error.ts";
import type { Sources } from "../model/sources.ts";
import { isRead, type PinPlace, type PinReader, type UnreadPins, type Versions } from "../model/versions.ts";
import { hasSources } from "../runbook.ts";
import type { Session } from "./session.ts";
import { disagreementsOf, usualOf } from "./versions-agree.ts";
import { runningIn } from "./versions-running.ts";

/** Looks at every pin and at what every stack runs, side by side. What cannot be read is told, never left out. */
export async function lookAtVersions(session: Session): Promise<Versions> {
  const { environment, world } = session.parts;
  if (!hasSources(environment)) throw noSources(environment.name);
  const systems = await session.systems();
  const [found, running] = await Promise.all([
    pinsOf(systems.byName.get("git"), environment.sources),
    runningIn(environment, systems),
  ]);
  const pins = found.filter(isRead);
  const stacks = running.map((each) => ({ ...each, ...pinOf(each.stack, environment.sources, pins) }));
  const usual = usualOf(pins);
  const seen = { ...(usual !== undefined && { usual }), pins, stacks, unread: found.filter(isUnread) };
  return {
    world: world.kind === "rehearsal" ? `REHEARSAL ${environment.name}` : environment.name,
    observedAt: new Date(world.clock.now()).toISOString(),
    ...seen,
    disagreements: disagreementsOf(seen, environment.sources),
  };
}

/** A failure of the whole look is one of every repository. */
async function pinsOf(git: object | undefined, { repositories }: Sources): Promise<readonly (PinPlace | UnreadPins)[]> {
  try {
    if (git && readsPins(git)) return await git.pins();
    return Object.keys(repositories).map((repository) => ({ repository, error: "git cannot read pins" }));
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    const why = `${error.what}: ${error.why}`;
    return Object.keys(repositories).map((repository) => ({ repository, error: why }));
  }
}

function isUnread(row: PinPlace | UnreadPins): row is UnreadPins {
  return !isRead(row);
}

function readsPins(system: object): system is PinReader {
  return "pins" in system && typeof system.pins === "function";
}

function pinOf(stack: string, { bump }: Sources, pins: readonly PinPlace[]): { readonly pinned?: string } {
  const edit = bump.stacks.find((each) => each.stack === stack)?.id;
  const found = pins.find((pin) => pin.edit === edit);
  return found ? { pinned: found.value } : {};
}

function noSources(environment: string): OpsError {
  return new OpsError({
    code: "no-sources",
    reason: "usage",
    what: `${environment} does not say where versions are written`,
    why: "its file has no `sources`",
    next: "help() says what there is here",
  });
}
