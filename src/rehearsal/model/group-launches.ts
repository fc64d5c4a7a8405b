import { Parameters } from "../wire/parameters.ts";
import type { Ground } from "./ground.ts";
import { type Group, propagatedTags, type TemplateReference } from "./group.ts";
import type { LaunchFor } from "./groups.ts";
import type { Launch } from "./instances.ts";
import type { Launches } from "./launch.ts";
import type { Templates } from "./templates.ts";

function parametersFor(ground: Ground, group: Group, subnet: string, template: TemplateReference): Parameters {
  const type = ground.random.pick(group.settings.types);
  return Parameters.of([
    ["SubnetId", subnet],
    ["LaunchTemplate.LaunchTemplateId", template.id],
    ["LaunchTemplate.Version", template.version],
    ...(type ? [["InstanceType", type] as const] : []),
  ]);
}

function tagged(launch: Launch, group: Group, template: TemplateReference): Launch["tags"] {
  const own = new Map([...(launch.tags.get("instance") ?? []), ...propagatedTags(group, template)]);
  return new Map([...launch.tags, ["instance", own]]);
}

/** How groups launch: from their pinned template version, in the subnet and market that the group chose. */
export function groupLaunches(ground: Ground, launches: Launches, templates: Templates): LaunchFor {
  return (group, subnet, market) => {
    const pinned = group.settings.template;
    const known = templates.seek(pinned.id, undefined);
    const version = templates.version(known, pinned.version).number;
    const template = { id: known.id, name: known.name, version: `${version}` };
    const launch = launches.of(parametersFor(ground, group, subnet, template));
    return { launch: { ...launch, market, tags: tagged(launch, group, template) }, template };
  };
}
