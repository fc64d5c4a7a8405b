import type { Json } from "../../model/json.ts";
import type { Edit, Sources } from "../../model/sources.ts";
import type { World } from "../../model/world.ts";
import { editIn } from "./edits.ts";
import { TreeReader } from "./files.ts";
import type { Mirror, Snapshot } from "./mirror.ts";
import type { Mirrors } from "./mirrors.ts";

/** What looks and changes are made with. */
export interface Workshop {
  readonly sources: Sources;
  readonly world: World;
  /** The folder in which the console keeps its things. */
  readonly home: string;
  readonly mirrors: Mirrors;
  /** Of each copy, what was read of its commits. */
  treesOf(mirror: Mirror): TreeReader;
}

export function openWorkshop(mirrors: Mirrors, of: Pick<Workshop, "sources" | "world" | "home">): Workshop {
  const trees = new WeakMap<Mirror, TreeReader>();
  const treesOf = (mirror: Mirror) => {
    const own = trees.get(mirror) ?? new TreeReader(mirror);
    trees.set(mirror, own);
    return own;
  };
  return { ...of, mirrors, treesOf };
}

/** An edit at one repository as it is now. */
export interface Bench {
  readonly shop: Workshop;
  readonly edit: Edit;
  readonly mirror: Mirror;
  readonly trees: TreeReader;
  readonly now: Snapshot;
}

/** A look at the repository of an edit, by its id or as it is. */
export async function benchOf(shop: Workshop, edit: Json | undefined): Promise<Bench> {
  const found = editIn(edit, shop.sources);
  const mirror = shop.mirrors.of(found.repository);
  return { shop, edit: found, mirror, trees: shop.treesOf(mirror), now: await mirror.look() };
}
