import { tagsByType } from "../model/tags.ts";
import { type LaunchTemplate, latestOf, type TemplateVersion } from "../model/templates.ts";
import type { Operation, Operations } from "../protocol.ts";
import { AwsError } from "../wire/error.ts";
import { pageOf } from "../wire/pages.ts";
import type { Parameters, Shape } from "../wire/parameters.ts";
import type { Xml } from "../wire/xml.ts";
import type { RehearsedWorld } from "../world.ts";
import { describe, type OwnFilters, tagSet } from "./describe.ts";

const largestVersionPage = 200;

function createdBy(world: RehearsedWorld): string {
  return `arn:aws:iam::${world.ground.place.account}:root`;
}

function describeTemplate(world: RehearsedWorld, template: LaunchTemplate): Xml {
  return {
    launchTemplateId: template.id,
    launchTemplateName: template.name,
    createTime: world.ground.time.stamp(template.bornAt),
    createdBy: createdBy(world),
    defaultVersionNumber: template.defaultVersion,
    latestVersionNumber: latestOf(template),
    tagSet: tagSet(template.tags),
  };
}

function isList(shape: Shape): shape is readonly Shape[] {
  return Array.isArray(shape);
}

/** Launch template data goes in as `BlockDeviceMapping.1…` and comes out as `blockDeviceMappingSet`. */
function dataOf(shape: Shape): Xml {
  if (typeof shape === "string") return shape;
  if (isList(shape)) return shape.map(dataOf);
  return Object.fromEntries(
    Object.entries(shape).map(([name, child]) => {
      const answered = `${name.slice(0, 1).toLowerCase()}${name.slice(1)}`;
      return [isList(child) ? `${answered}Set` : answered, dataOf(child)];
    }),
  );
}

function describeVersion(world: RehearsedWorld, template: LaunchTemplate, version: TemplateVersion): Xml {
  return {
    launchTemplateId: template.id,
    launchTemplateName: template.name,
    versionNumber: version.number,
    versionDescription: version.description,
    createTime: world.ground.time.stamp(version.madeAt),
    createdBy: createdBy(world),
    defaultVersion: template.defaultVersion === version.number,
    launchTemplateData: dataOf(version.data.shape()),
  };
}

function seek(parameters: Parameters, world: RehearsedWorld): LaunchTemplate {
  return world.templates.seek(parameters.text("LaunchTemplateId"), parameters.text("LaunchTemplateName"));
}

const createLaunchTemplate: Operation = (parameters, world) => {
  const id = world.tokens.once(parameters, () => {
    const name = parameters.required("LaunchTemplateName");
    const tags = tagsByType(parameters).get("launch-template") ?? new Map();
    const data = parameters.structure("LaunchTemplateData");
    return world.templates.create(name, parameters.text("VersionDescription"), data, tags).id;
  });
  return {
    launchTemplate: describeTemplate(world, world.templates.shelf.get(id) ?? world.templates.seek(id, undefined)),
  };
};

const createLaunchTemplateVersion: Operation = (parameters, world) => {
  const template = seek(parameters, world);
  const number = world.tokens.once(parameters, () => {
    const source = parameters.text("SourceVersion");
    const data = parameters.structure("LaunchTemplateData");
    const whole = source ? world.templates.version(template, source).data.under(data) : data;
    return String(world.templates.addVersion(template, parameters.text("VersionDescription"), whole).number);
  });
  const version = world.templates.version(template, number);
  return { launchTemplateVersion: describeVersion(world, template, version) };
};

const modifyLaunchTemplate: Operation = (parameters, world) => {
  const template = seek(parameters, world);
  const wanted = parameters.text("SetDefaultVersion") ?? parameters.required("DefaultVersion");
  template.defaultVersion = world.templates.version(template, wanted).number;
  return { launchTemplate: describeTemplate(world, template) };
};

const deleteLaunchTemplate: Operation = (parameters, world) => {
  const template = seek(parameters, world);
  world.templates.shelf.remove(template.id);
  return { launchTemplate: describeTemplate(world, template) };
};

function ownFilters({ name }: LaunchTemplate): OwnFilters {
  return { "launch-template-name": [name] };
}

const describeLaunchTemplates: Operation = (parameters, world) => {
  const ids = parameters.texts("LaunchTemplateId");
  const names = parameters.texts("LaunchTemplateName");
  const byName = () => names.map((name) => world.templates.seek(undefined, name));
  const found = names.length > 0 ? byName : () => world.templates.shelf.select(ids);
  const page = describe(found, parameters, ids.length + names.length > 0, ownFilters);
  return { launchTemplates: page.items.map((each) => describeTemplate(world, each)), nextToken: page.nextToken };
};

/** The versions that were named, or all within bounds, the newest first. */
function versionsOf(
  parameters: Parameters,
  world: RehearsedWorld,
  template: LaunchTemplate,
): readonly TemplateVersion[] {
  const named = parameters.texts("LaunchTemplateVersion");
  if (named.length > 0) return named.map((version) => world.templates.version(template, version));
  const least = parameters.number("MinVersion") ?? 1;
  const most = parameters.number("MaxVersion") ?? Number.POSITIVE_INFINITY;
  return template.versions.filter(({ number }) => number >= least && number <= most).toReversed();
}

/** Without a template it tells `$Latest` or `$Default` of all templates. */
function acrossTemplates(parameters: Parameters, world: RehearsedWorld): readonly Xml[] {
  const named = parameters.texts("LaunchTemplateVersion");
  if (named.length === 0 || named.some((version) => !version.startsWith("$")))
    throw new AwsError("MissingParameter", "Either a launch template ID or a launch template name must be specified.");
  return world.templates.shelf.visible().flatMap((template) => {
    return named.map((version) => describeVersion(world, template, world.templates.version(template, version)));
  });
}

const describeLaunchTemplateVersions: Operation = (parameters, world) => {
  const isOfOne = parameters.has("LaunchTemplateId") || parameters.has("LaunchTemplateName");
  const one = isOfOne ? seek(parameters, world) : undefined;
  const all = one
    ? versionsOf(parameters, world, one).map((version) => describeVersion(world, one, version))
    : acrossTemplates(parameters, world);
  const page = pageOf(all, parameters.text("NextToken"), parameters.number("MaxResults") ?? largestVersionPage);
  return { launchTemplateVersionSet: page.items, nextToken: page.nextToken };
};

export const templateOperations: Operations = {
  CreateLaunchTemplate: createLaunchTemplate,
  CreateLaunchTemplateVersion: createLaunchTemplateVersion,
  ModifyLaunchTemplate: modifyLaunchTemplate,
  DeleteLaunchTemplate: deleteLaunchTemplate,
  DescribeLaunchTemplates: describeLaunchTemplates,
  DescribeLaunchTemplateVersions: describeLaunchTemplateVersions,
};
