import { OpsError } from "../../model/error.ts";
import { textAt } from "../../model/json-at.ts";
import type { Difference, Draft } from "../../model/plan.ts";
import { keyOf, type Observed, type Resource, type Target } from "../../model/resource.ts";

/** The pipeline by its name, whatever runs there: the same before and after. It is run, not changed: that is what it is for. */
export function targetOf(pipeline: string): Target {
  return {
    system: "gocd",
    kind: "pipeline",
    id: pipeline,
    names: [pipeline],
    tags: {},
    attached: [],
    isManaged: true,
  };
}

/** Pure. A run is always one more; a lock is released where there is one. */
export function differenceOf(resource: Resource, observed: readonly Observed[]): Difference {
  const make = Object.hasOwn(kinds, resource.kind) ? kinds[resource.kind] : undefined;
  if (!make) throw unknownKind(resource);
  const now = observed.find((one) => one.system === "gocd" && one.kind === resource.kind && one.name === resource.name);
  return make(resource, now);
}

type Differing = (resource: Resource, now: Observed | undefined) => Difference;

const kinds: Readonly<Record<string, Differing>> = { "pipeline-run": runOf, "pipeline-lock": lockOf };

function runOf({ kind, name, desired }: Resource): Difference {
  const draft: Draft = {
    ...{ action: "act", system: "gocd", kind, name, risk: "disruptive", targets: [targetOf(name)] },
    because: textAt(desired ?? undefined, "because") ?? "it is to run once more",
    does: `trigger the pipeline ${name} with the newest revision of its materials`,
    interrupts: `what ${name} builds or deploys is built or deployed once more`,
    after: desired ?? {},
  };
  return { drafts: [draft], notes: [] };
}

function lockOf({ kind, name }: Resource, now: Observed | undefined): Difference {
  if (now && now.fields.isLocked !== true) return { drafts: [], notes: [`${name} is not locked`] };
  const draft: Draft = {
    ...{ action: "act", system: "gocd", kind, name, risk: "safe", targets: [targetOf(name)] },
    because: "a run that is over still holds it, and no other can begin",
    does: `release the lock of the pipeline ${name}`,
    after: { isLocked: false },
  };
  return { drafts: [draft], notes: [] };
}

function unknownKind(resource: Resource): OpsError {
  return new OpsError({
    code: "gocd-unknown-kind",
    reason: "internal",
    what: `GoCD has no ${keyOf(resource)}`,
    why: `there are ${Object.keys(kinds).join(", ")}`,
    next: "mend the runbook",
  });
}
