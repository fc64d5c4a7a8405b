import type { AwsEnvironment } from "../../../model/environment.ts";
import type { Draft } from "../../../model/plan.ts";
import { keyOf, type Observed, type Resource, type Target } from "../../../model/resource.ts";
import { idOf, leaving } from "../drain.ts";
import { fieldsOf } from "../fields.ts";
import type { FleetWish } from "./instances.ts";

interface Outdated {
  readonly target: Target;
  readonly host: string;
  readonly mesosVersion: string;
}

/**
 * The hosts of a fleet that run another Mesos version, each replaced after the one before, where the resource says so
 * (`replacesOtherVersions`). One of which no tag tells the version stays.
 */
export function otherVersions(
  resource: Resource,
  found: Observed,
  wish: FleetWish,
  environment: AwsEnvironment,
): readonly Draft[] {
  if (resource.desired?.replacesOtherVersions !== true) return [];
  const drafts: Draft[] = [];
  for (const outdated of outdatedOf(resource, found, wish)) {
    const needs = drafts.slice(-1).map(idOf);
    drafts.push(...replacement(outdated, resource, wish, needs, environment));
  }
  return drafts;
}

function outdatedOf(resource: Resource, found: Observed, wish: FleetWish): readonly Outdated[] {
  const hosts = fieldsOf(found.fields, keyOf(resource)).list("hosts");
  return hosts.flatMap((each): Outdated[] => {
    const target = found.targets.find(({ id }) => id === each.text("id"));
    const mesosVersion = each.text("mesosVersion");
    const isOther = mesosVersion !== "" && mesosVersion !== wish.mesosVersion;
    return target && isOther ? [{ target, host: each.text("host"), mesosVersion }] : [];
  });
}

/** Applied as a `fleet-member`: the successor first, then the host is ended. */
function replacement(
  { target, host, mesosVersion }: Outdated,
  { name: fleet, stack }: Resource,
  { count: _, ...wish }: FleetWish,
  needs: readonly string[],
  environment: AwsEnvironment,
): readonly Draft[] {
  const because = `${host} runs Mesos ${mesosVersion}, the stack is to run ${wish.mesosVersion}`;
  const drain = leaving({ stack, host, because, needs }, environment);
  const replace: Draft = {
    action: "replace",
    system: "aws",
    kind: "fleet-member",
    name: target.id,
    risk: "destructive",
    because,
    interrupts: `everything on the disk of ${host}; what still runs there ends`,
    before: { mesosVersion, fleet },
    after: { ...wish, fleet },
    targets: [target],
    needs: drain.length > 0 ? drain.map(idOf) : needs,
  };
  return [...drain, replace];
}
