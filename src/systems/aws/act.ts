import { OpsError } from "../../model/error.ts";
import type { Permit, Settlement } from "../../model/system.ts";
import { isGone } from "./errors.ts";
import type { Tools } from "./kind.ts";
import { found, patiently } from "./patience.ts";

/**
 * How long EC2 honours a ClientToken, in seconds. AWS does not say; after an hour the thing is looked up by its tag
 * instead.
 */
const tokenLifeSeconds = 3600;

type Ids = { readonly ids: readonly string[] };

export interface Creation {
  /** The effect's name, e.g. `create-volume`. */
  readonly name: string;
  readonly restores?: true;
  /** Makes it, with the permit's token as ClientToken and as tag; gives the ids. */
  send(permit: Permit): Promise<readonly (string | undefined)[]>;
  /** Ids of what carries the permit's token as its tag. */
  find(permit: Permit): Promise<readonly (string | undefined)[]>;
}

/** An effect that makes something: sent again with the same token, found again by its tag. */
export async function create(creation: Creation, { effects, world }: Tools): Promise<readonly string[]> {
  const { name, restores } = creation;
  const find = async (permit: Permit) => (await creation.find(permit)).filter(isText);
  const { ids } = await effects.perform<Ids>({
    name,
    repeat: "idempotent",
    tokenLifeSeconds,
    ...(restores && { restores }),
    send: async (permit) => {
      const send = async () => (await creation.send(permit)).filter(isText);
      const findAgain = () => found(world.clock, () => find(permit));
      const made = patiently(world.clock, send);
      return { ids: await made.catch((error: unknown) => orMadeBefore(error, findAgain)) };
    },
    probe: async (permit) => settlementOf(await find(permit), permit),
  });
  return ids;
}

/** "It is there already" is an answer to our own earlier try when what is there carries our token. */
async function orMadeBefore(error: unknown, find: () => Promise<readonly string[]>): Promise<readonly string[]> {
  if (!isAlreadyThere(error)) throw error;
  const ids = await find();
  if (ids.length === 0) throw error;
  return ids;
}

function isAlreadyThere(error: unknown): boolean {
  return error instanceof OpsError && /AlreadyExists|Duplicate|IdempotentParameterMismatch/.test(error.code);
}

function settlementOf(ids: readonly string[], { token }: Permit): Settlement<Ids> {
  const tag = `the tag mesos-console:token=${token}`;
  if (ids.length === 0) return { happened: "no", evidence: `nothing carries ${tag}` };
  return { happened: "yes", value: { ids }, evidence: `${ids.join(", ")} carries ${tag}` };
}

function isText(id: string | undefined): id is string {
  return id !== undefined;
}

export interface Setting {
  readonly name: string;
  readonly restores?: true;
  /** Brings about a state; doing it twice is doing it once. */
  send(permit: Permit): Promise<unknown>;
}

/** An effect that brings about a state and may be sent any number of times. */
export async function set({ name, restores, send }: Setting, { effects, world }: Tools): Promise<void> {
  await effects.perform({
    name,
    repeat: "idempotent",
    ...(restores && { restores }),
    send: async (permit) => {
      await patiently(world.clock, () => send(permit));
      return null;
    },
  });
}

/** An effect that lets go of something; what is gone already is let go of. */
export async function letGo({ name, send }: Setting, { effects }: Tools): Promise<void> {
  const unlessGone = (error: unknown) => {
    if (!isGone(error)) throw error;
  };
  await effects.perform({
    name,
    repeat: "idempotent",
    send: (permit) =>
      send(permit)
        .catch(unlessGone)
        .then(() => null),
  });
}
