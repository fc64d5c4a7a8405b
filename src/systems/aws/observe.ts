import type { Observed, Resource } from "../../model/resource.ts";
import type { Kind } from "./kind.ts";
import { kinds } from "./kinds/index.ts";
import type { Look } from "./look.ts";
import { strangers } from "./strangers.ts";

/** Everything that was asked for as it is now, and the instances of the cluster that no asked resource made. */
export async function observeAll(look: Look): Promise<readonly Observed[]> {
  const byKind = Map.groupBy(look.resources, ({ kind }) => kind);
  const looks = kinds.filter(({ kind }) => byKind.has(kind)).map((kind) => kind.observe(own(kind, byKind), look));
  return [...(await Promise.all(looks)).flat(), ...(await strangers(look))];
}

function own({ kind }: Kind, byKind: ReadonlyMap<string, readonly Resource[]>): readonly Resource[] {
  return byKind.get(kind) ?? [];
}
