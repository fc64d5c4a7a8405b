import type { AutoScalingGroup, Instance as Member } from "@aws-sdk/client-auto-scaling";
import type { ScaledAgentsFields } from "../../../model/aws-kinds.ts";
import type { AwsEnvironment } from "../../../model/environment.ts";
import type { Json } from "../../../model/json.ts";
import type { Difference, Draft } from "../../../model/plan.ts";
import { keyOf, type Observed, type Resource, type Target } from "../../../model/resource.ts";
import { nothing, observedOf } from "../difference.ts";
import { idOf, leaving } from "../drain.ts";
import { fieldsOf } from "../fields.ts";
import { hostName } from "../host.ts";
import type { Kind } from "../kind.ts";
import type { Look } from "../look.ts";
import { instanceTarget } from "../targets.ts";
import { versionOf } from "./auto-scaling-group.ts";
import { replaceBatch } from "./scaled-agents-apply.ts";

/** The members of a group, each on the definition that the group has now; the others are replaced in batches. */
export const scaledAgents: Kind = {
  kind: "scaled-agents",

  async observe(resources, look) {
    const seen = await look.scalingGroups();
    const own = resources.flatMap((resource) => {
      const group = seen.find(({ AutoScalingGroupName }) => AutoScalingGroupName === resource.name);
      return group ? [{ resource, group }] : [];
    });
    return Promise.all(own.map(({ resource, group }) => observeOne(resource, group, look)));
  },

  diff(resource, observed, environment) {
    const found = observedOf(resource, observed);
    if (resource.desired === null || !found) return nothing;
    return batches(resource, agentsWish(resource.desired, resource.name), found, environment);
  },

  apply: replaceBatch,
};

function agentsWish(desired: Json, name: string): ScaledAgentsFields {
  const fields = fieldsOf(desired, `scaled-agents ${name}`);
  return {
    group: fields.text("group"),
    templateDefinition: fields.text("templateDefinition"),
    mesosVersion: fields.text("mesosVersion"),
    batchShare: fields.number("batchShare"),
    tasksEndWithinSeconds: fields.number("tasksEndWithinSeconds"),
    agentsRegisterWithinSeconds: fields.number("agentsRegisterWithinSeconds"),
  };
}

async function observeOne({ name }: Resource, group: AutoScalingGroup, look: Look): Promise<Observed> {
  const hosts = await look.instances();
  const members = await Promise.all(
    (group.Instances ?? []).map(async (member) => {
      const host = hosts.find(({ InstanceId }) => InstanceId === member.InstanceId);
      const definition = await definitionOf(member, look);
      return { host, row: { id: member.InstanceId ?? "", host: host ? hostName(host) : "", definition } };
    }),
  );
  members.sort((one, other) => one.row.id.localeCompare(other.row.id));
  const targets = members.flatMap(({ host }) => (host ? [instanceTarget(host)] : []));
  const fields = { group: name, members: members.map(({ row }) => row) };
  return { system: "aws", kind: "scaled-agents", name, fields, targets };
}

async function definitionOf({ LaunchTemplate: from }: Member, look: Look): Promise<string> {
  const version = await versionOf(from?.LaunchTemplateId, from?.Version, look);
  return version?.VersionDescription ?? `version ${from?.Version ?? "unknown"}`;
}

interface Outdated {
  readonly target: Target;
  readonly host: string;
  readonly definition: string;
}

function batches(
  resource: Resource,
  wish: ScaledAgentsFields,
  found: Observed,
  environment: AwsEnvironment,
): Difference {
  const members = fieldsOf(found.fields, keyOf(resource)).list("members");
  const outdated = members.flatMap((member): Outdated[] => {
    const target = found.targets.find(({ id }) => id === member.text("id"));
    const definition = member.text("definition");
    return target && definition !== wish.templateDefinition ? [{ target, host: member.text("host"), definition }] : [];
  });
  const size = Math.max(1, Math.floor(members.length * wish.batchShare));
  const drafts: Draft[] = [];
  for (let from = 0; from < outdated.length; from += size) {
    const needs = drafts
      .filter(({ action }) => action === "replace")
      .slice(-1)
      .map(idOf);
    const batch = { resource, wish, hosts: outdated.slice(from, from + size), number: 1 + from / size };
    drafts.push(...batchDrafts(batch, members.length, needs, environment));
  }
  return { drafts, notes: [] };
}

interface Batch {
  readonly resource: Resource;
  readonly wish: ScaledAgentsFields;
  readonly hosts: readonly Outdated[];
  readonly number: number;
}

/** No new offers, then their tasks end, they are marked gone and replaced, then as many agents as before are there. */
function batchDrafts(batch: Batch, members: number, needs: readonly string[], environment: AwsEnvironment): Draft[] {
  const { resource, wish, hosts, number } = batch;
  const { stack } = resource;
  const because = "its template has a newer version";
  const withinSeconds = wish.tasksEndWithinSeconds;
  const drains = hosts.flatMap(({ host }) => leaving({ stack, host, because, needs, withinSeconds }, environment));
  const replace: Draft = {
    action: "replace",
    system: "aws",
    kind: resource.kind,
    name: `${resource.name}-batch-${number}`,
    risk: "disruptive",
    because: `${hosts.length} of ${members} agents run an older definition than their group`,
    interrupts: `what still runs on ${hosts.map(({ host }) => host).join(", ")} ends`,
    before: { group: wish.group, definition: [...new Set(hosts.map(({ definition }) => definition))].join(", ") },
    after: { group: wish.group, definition: wish.templateDefinition },
    targets: hosts.map(({ target }) => target),
    needs: drains.length > 0 ? drains.map(idOf) : needs,
    waits: environment.stacks[stack]?.mesos ? [registered(resource, wish, members)] : [],
  };
  return [...drains, replace];
}

function registered({ stack, role }: Resource, wish: ScaledAgentsFields, members: number) {
  return {
    system: "mesos",
    name: "agents-registered",
    stack,
    parameters: { expected: { [role]: members } },
    what: `${members} ${role} agents registered again`,
    withinSeconds: wish.agentsRegisterWithinSeconds,
  };
}
