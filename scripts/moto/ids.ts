import { CreateInternetGatewayCommand, DeleteInternetGatewayCommand } from "@aws-sdk/client-ec2";
import { type Moto, refusal } from "./connection.ts";

/** How many of moto's seeds are tried. */
const seedsTried = 64;

/** Something that moto is to have under a given id. */
export interface Thing {
  readonly id: string;
  /** For people. */
  readonly what: string;
  /** Makes it, and gives the id that it got. */
  make(): Promise<string | undefined>;
}

/**
 * Makes things under their ids. Nobody can tell moto an id, but an id is what it draws first after its source of
 * randomness was seeded: so the seed that gives the id is looked for, on things that nobody needs.
 *
 * @throws OpsError `id-not-possible`
 */
export async function makeAll(moto: Moto, things: readonly Thing[]): Promise<readonly string[]> {
  if (things.length === 0) return [];
  try {
    const seeds = await seedsOf(moto, new Set(things.map(({ id }) => drawn(id))));
    for (const thing of things) await makeOne(moto, thing, seeds.get(drawn(thing.id)));
    return things.map(({ what, id }) => `${what} ${id}`);
  } finally {
    // Else moto would go on from the last seed and give others the same ids again and again.
    await moto.reseed(crypto.getRandomValues(new Uint32Array(1))[0] ?? 0);
  }
}

async function makeOne(moto: Moto, thing: Thing, seed: number | undefined): Promise<void> {
  if (seed === undefined) throw notPossible(thing.id);
  await moto.reseed(seed);
  const id = await thing.make();
  if (id !== thing.id) throw notPossible(thing.id);
}

/** The seed for each of the wanted draws, as far as there is one. */
async function seedsOf(moto: Moto, wanted: ReadonlySet<string>): Promise<ReadonlyMap<string, number>> {
  const seeds = new Map<string, number>();
  for (let seed = 1; seed <= seedsTried && seeds.size < wanted.size; seed++) {
    const id = await idAfter(moto, seed);
    if (wanted.has(id)) seeds.set(id, seed);
  }
  return seeds;
}

async function idAfter(moto: Moto, seed: number): Promise<string> {
  await moto.reseed(seed);
  const { InternetGateway } = await moto.ec2.send(new CreateInternetGatewayCommand({}));
  const InternetGatewayId = InternetGateway?.InternetGatewayId ?? "";
  await moto.ec2.send(new DeleteInternetGatewayCommand({ InternetGatewayId }));
  return drawn(InternetGatewayId);
}

/** `subnet-74bf20f8` -> `74bf20f8` */
function drawn(id: string): string {
  return id.slice(id.indexOf("-") + 1);
}

function notPossible(id: string) {
  const why = `moto cannot make ${id}: none of its first ${seedsTried} seeds gives that id`;
  return refusal("id-not-possible", why, "name ids that moto can make, such as those of environments/cantareira.ts");
}
