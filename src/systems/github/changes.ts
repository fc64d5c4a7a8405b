import type { Fields } from "../../model/json.ts";
import type { Difference, Draft } from "../../model/plan.ts";
import type { Observed, Resource, Target } from "../../model/resource.ts";
import type { Sources } from "../../model/sources.ts";
import { type Head, headOf, headText, type Pull, pullsOf, pullText } from "./pulls.ts";
import type { Hub } from "./read.ts";
import { requestOf } from "./requests.ts";

/** A branch and its pull request as they are now. */
interface Standing {
  readonly pull?: Pull;
  readonly isBranchThere: boolean;
}

/** One entry for each resource of which there is a branch or was a pull request. */
export async function observe(hub: Hub, resources: readonly Resource[]): Promise<readonly Observed[]> {
  const looks = new Map<string, Promise<Standing>>();
  const seen = resources.map(async (resource) => {
    const { head } = requestOf(resource.desired, resource.name);
    const look = looks.get(headText(hub, head)) ?? standingOf(hub, head);
    looks.set(headText(hub, head), look);
    return observedAs(hub, resource, head, await look);
  });
  return (await Promise.all(seen)).flat();
}

async function standingOf(hub: Hub, head: Head): Promise<Standing> {
  const [pulls, sha] = await Promise.all([pullsOf(hub, head), headOf(hub, head)]);
  const open = pulls.find(({ state }) => state === "open");
  const pull = open ?? (sha === undefined ? pulls[0] : pulls.find((each) => each.head === sha));
  return { isBranchThere: sha !== undefined, ...(pull && { pull }) };
}

function observedAs(hub: Hub, resource: Resource, head: Head, { pull, isBranchThere }: Standing): readonly Observed[] {
  if (!pull && !isBranchThere) return [];
  const { system, kind, name } = resource;
  const found: Fields = pull ? { number: pull.number, url: pull.url, head: pull.head } : {};
  const fields = { state: pull?.state ?? "none", isBranchThere, ...found };
  return [{ system, kind, name, fields, targets: [targetOf(hub, head)] }];
}

/** The same whether it is there yet or not: what a run is about stays the same while it makes it. */
export function targetOf(hub: Pick<Hub, "owner">, head: Head): Target {
  const id = headText(hub, head);
  return { system: "github", kind: "pull-request", id, names: [id], tags: {}, attached: [], isManaged: true };
}

/** Pure: what there is to do with the pull request of a branch. */
export function differenceOf(sources: Sources, resource: Resource, observed: readonly Observed[]): Difference {
  const own = observed.find(({ kind, name }) => kind === resource.kind && name === resource.name);
  const of = { sources, resource, owner: sources.github.owner, fields: own?.fields ?? {} };
  if (resource.kind === "merge") return mergeDifference(of);
  return resource.desired?.state === "closed" ? closeDifference(of) : openDifference(of);
}

interface Of {
  readonly sources: Sources;
  readonly resource: Resource;
  readonly owner: string;
  /** As observed; none where there is neither a branch nor a pull request. */
  readonly fields: Fields;
}

/** One that was merged or closed is of an earlier time when its branch is gone or is another one now. */
function openDifference(of: Of): Difference {
  const { state, isBranchThere } = of.fields;
  if (state === "open") return told(`${nameOf(of)} is open already`);
  if (state === "merged" && isBranchThere === true) return told(`${nameOf(of)} is merged already`);
  const { head } = requestOf(of.resource.desired, of.resource.name);
  const base = baseOf(of);
  return drafted(of, {
    action: "create",
    risk: "safe",
    because:
      state === "closed"
        ? `${nameOf(of)} was closed without merging`
        : `${base} is changed by reviewed pull requests only`,
    does: `ask for a review of ${headText(of, head)} for ${base}`,
    after: { ...of.resource.desired, base },
  });
}

function closeDifference(of: Of): Difference {
  const { state = "none", isBranchThere } = of.fields;
  if (state === "merged" || (state !== "open" && isBranchThere !== true)) return { drafts: [], notes: [] };
  const { head } = requestOf(of.resource.desired, of.resource.name);
  const isOpen = state === "open";
  return drafted(of, {
    action: "act",
    risk: "safe",
    because: "what it brings is not wanted any more",
    does: `${isOpen ? `close ${nameOf(of)} without merging, and ` : ""}delete the branch ${headText(of, head)}`,
    after: { ...of.resource.desired },
  });
}

function mergeDifference(of: Of): Difference {
  const { state, isBranchThere } = of.fields;
  if (state === "merged" && isBranchThere === true) return told(`${nameOf(of)} is merged already`);
  const pipelines =
    of.sources.repositories[requestOf(of.resource.desired, of.resource.name).head.repository]?.pipelines;
  return drafted(of, {
    action: "act",
    risk: "disruptive",
    because: "it is reviewed, checked and its turn",
    does: `merge ${state === "open" ? nameOf(of) : `the pull request of ${headOfText(of)}`} into ${baseOf(of)}`,
    ...(pipelines?.length ? { interrupts: `${pipelines.join(", ")} will build and deliver it` } : {}),
    after: { ...of.resource.desired, base: baseOf(of) },
  });
}

function drafted(of: Of, draft: Omit<Draft, "system" | "kind" | "name" | "targets">): Difference {
  const { kind, name, desired } = of.resource;
  const targets = [targetOf(of, requestOf(desired, name).head)];
  return { drafts: [{ system: "github", kind, name, targets, ...draft }], notes: [] };
}

function told(note: string): Difference {
  return { drafts: [], notes: [note] };
}

function headOfText(of: Of): string {
  return headText(of, requestOf(of.resource.desired, of.resource.name).head);
}

function nameOf(of: Of): string {
  const { number } = of.fields;
  const { head } = requestOf(of.resource.desired, of.resource.name);
  return typeof number === "number" ? pullText(of, head, { number }) : headText(of, head);
}

function baseOf({ sources, resource }: Of): string {
  const { repository } = requestOf(resource.desired, resource.name).head;
  return sources.repositories[repository]?.defaultBranch ?? "its default branch";
}
