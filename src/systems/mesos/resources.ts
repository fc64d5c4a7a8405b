import type { Difference } from "../../model/plan.ts";
import { keyOf, type Observed, type Resource, type Target } from "../../model/resource.ts";
import { type Agent, namesOf, typeAttribute } from "./agents.ts";
import { offersNow } from "./offers.ts";

/** An agent by every handle it has. One that announces a type was set up by a recipe. */
export function targetOf(agent: Agent): Target {
  return {
    system: "mesos",
    kind: "agent",
    id: agent.id,
    names: namesOf(agent),
    tags: agent.attributes,
    attached: [],
    isManaged: typeAttribute in agent.attributes,
  };
}

export function observedAgent(resource: Resource, agent: Agent): Observed {
  const fields = { offers: offersNow(agent), agent: agent.id };
  return { system: "mesos", kind: "agent", name: resource.name, fields, targets: [targetOf(agent)] };
}

/** An agent differs in whether it is offered; an agent that is not registered is only noted. */
export function differenceOf(resource: Resource, observed: readonly Observed[]): Difference {
  const now = observed.find((one) => one.kind === resource.kind && one.name === resource.name);
  const desired = resource.desired;
  if (!desired) return { drafts: [], notes: [] };
  if (!now) return { drafts: [], notes: [`${keyOf(resource)} is not registered`] };
  if (now.fields.offers === desired.offers) return { drafts: [], notes: [] };
  const because = desired.offers === "none" ? "it is to get no new tasks" : "it may get tasks again";
  const { name, kind } = resource;
  const fields = { before: now.fields, after: { ...now.fields, ...desired }, targets: now.targets };
  return { drafts: [{ action: "act", system: "mesos", kind, name, risk: "safe", because, ...fields }], notes: [] };
}
