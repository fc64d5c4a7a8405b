import { OpsError } from "../model/error.ts";
import { type Change, type Draft, risks } from "../model/plan.ts";
import { keyOf, type Resource } from "../model/resource.ts";

/** A resource with what its diff asks for. */
export interface Drafted {
  readonly resource: Resource;
  readonly drafts: readonly Draft[];
  /** Comes last within its rollout group. */
  readonly isLast: boolean;
}

/** The changes in an order in which every need comes first: recipe order where needs leave a choice. */
export function orderChanges(drafted: readonly Drafted[]): readonly Change[] {
  const awaited = new Set(rolloutsOf(drafted).flatMap(({ missing, chain }) => (chain.length > 0 ? missing : [])));
  const changes = drafted.flatMap((each) => changesOf(each, awaited.has(each)));
  const needs = new Map(changes.map(({ id, needs }) => [id, new Set(needs)]));
  addResourceNeeds(drafted, needs);
  addRolloutNeeds(drafted, needs);
  return sorted(changes, needs);
}

/** How a change is called: `<action> <kind>/<name>`. */
function changeId(draft: Pick<Draft, "action" | "kind" | "name">): string {
  return `${draft.action} ${keyOf(draft)}`;
}

function changesOf({ resource, drafts }: Drafted, isAwaited: boolean): Change[] {
  return drafts.map((draft) => ({
    ...draft,
    id: changeId(draft),
    stack: resource.stack,
    role: resource.role,
    needs: draft.needs ?? [],
    asksByItself: draft.asksByItself ?? false,
    waits: waitsOf(resource, draft, isAwaited),
  }));
}

/** A replacement is waited for; something missing only when others of its group are interrupted after it. */
function waitsOf(resource: Resource, draft: Draft, isAwaited: boolean): Change["waits"] {
  const own = draft.action === "replace" || isAwaited ? (resource.waits ?? []) : [];
  return [...(draft.waits ?? []), ...own];
}

type Needs = Map<string, Set<string>>;

/** A resource is made after what it needs, and let go of before it. */
function addResourceNeeds(drafted: readonly Drafted[], needs: Needs): void {
  const byKey = new Map(drafted.map((each) => [keyOf(each.resource), each]));
  for (const each of drafted) {
    for (const key of each.resource.needs) {
      const needed = byKey.get(key);
      if (needed) addNeeds(each.resource.desired === null ? [needed, each] : [each, needed], needs);
    }
  }
}

function addNeeds([later, earlier]: readonly [Drafted, Drafted], needs: Needs): void {
  for (const draft of later.drafts) {
    for (const before of earlier.drafts) needs.get(changeId(draft))?.add(changeId(before));
  }
}

/**
 * Within a rollout group interrupting changes come one after the other, the last one last; what is missing of the group
 * is made before the first of them.
 */
function addRolloutNeeds(drafted: readonly Drafted[], needs: Needs): void {
  for (const { missing, chain } of rolloutsOf(drafted)) {
    for (const made of missing) for (const each of chain) addNeeds([each, made], needs);
    chain.slice(1).forEach((each, index) => {
      const previous = chain[index];
      if (previous) addNeeds([each, previous], needs);
    });
  }
}

interface Rollout {
  readonly missing: readonly Drafted[];
  /** Interrupted one after the other. */
  readonly chain: readonly Drafted[];
}

function rolloutsOf(drafted: readonly Drafted[]): readonly Rollout[] {
  const groups = Map.groupBy(drafted, ({ resource }) => resource.rollout?.group);
  groups.delete(undefined);
  return [...groups.values()].map((group) => {
    const chain = group.filter(isInterrupting);
    const missing = group.filter(({ drafts }) => drafts.some(({ action }) => action === "create"));
    return { missing, chain: [...chain.filter(({ isLast }) => !isLast), ...chain.filter(({ isLast }) => isLast)] };
  });
}

function isInterrupting({ resource, drafts }: Drafted): boolean {
  const disruptive = risks.indexOf("disruptive");
  return resource.rollout !== undefined && drafts.some(({ risk }) => risks.indexOf(risk) >= disruptive);
}

function sorted(changes: readonly Change[], needs: Needs): readonly Change[] {
  const known = new Set(changes.map(({ id }) => id));
  const remaining = [...changes];
  const done = new Set<string>();
  const order: Change[] = [];
  while (remaining.length > 0) {
    const index = remaining.findIndex(({ id }) =>
      [...(needs.get(id) ?? [])].every((n) => done.has(n) || !known.has(n)),
    );
    const [next] = index < 0 ? [] : remaining.splice(index, 1);
    if (!next) throw cycle(remaining);
    order.push({ ...next, needs: [...(needs.get(next.id) ?? [])].filter((need) => known.has(need)) });
    done.add(next.id);
  }
  return order;
}

function cycle(remaining: readonly Change[]): OpsError {
  return new OpsError({
    code: "needs-in-a-circle",
    reason: "internal",
    what: "The changes need each other in a circle",
    why: remaining.map(({ id }) => id).join(", "),
    next: "correct the `needs` of the recipe's resources",
  });
}
