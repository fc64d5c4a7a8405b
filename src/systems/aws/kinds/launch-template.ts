import type { LaunchTemplateVersion, RequestLaunchTemplateData } from "@aws-sdk/client-ec2";
import type { LaunchTemplateFields } from "../../../model/aws-kinds.ts";
import { digest } from "../../../model/digest.ts";
import type { Json } from "../../../model/json.ts";
import type { Change } from "../../../model/plan.ts";
import type { Observed, Resource } from "../../../model/resource.ts";
import type { Permit } from "../../../model/system.ts";
import { create, letGo } from "../act.ts";
import { launchTemplates, securityGroups, templateVersions } from "../describe.ts";
import { alteration, creation, deletion, nothing, observedOf, only } from "../difference.ts";
import { changedText, differing, fieldsOf } from "../fields.ts";
import { issued } from "../guard.ts";
import type { Kind, Tools } from "../kind.ts";
import { hostShape, launchTags, rootDeviceOf } from "../launch.ts";
import { lazily } from "../lazily.ts";
import type { Look } from "../look.ts";
import { belongingTags, effectTags, tagList, tagMap, tagNames } from "../tags.ts";
import { launchTemplateTarget } from "../targets.ts";
import { encodedUserData } from "../user-data.ts";
import { groupIds } from "./security-group.ts";

type TemplateWish = Omit<LaunchTemplateFields, "userData"> & { readonly userData: string };

/** A launch template; its versions never change, so another definition is another version. */
export const launchTemplate: Kind = {
  kind: "launch-template",

  async observe(resources, look) {
    const groupName = groupNames(look);
    const seen = await Promise.all(resources.map((resource) => observeOne(resource, look, groupName)));
    return seen.flat();
  },

  diff(resource, observed) {
    const found = observedOf(resource, observed);
    if (resource.desired === null) return found ? only(removal(resource, found)) : nothing;
    const wish = wishOf(resource.desired, resource.name);
    if (!found) return only(creation(resource, wish, "what the group launches its instances from"));
    const changed = differing(found.fields, wish);
    if (changed.length === 0) return nothing;
    const what = changedText(
      found.fields,
      wish,
      changed.filter((name) => name !== "definition"),
    );
    const because = `another version of the template: ${what || "its definition"}; running hosts keep theirs`;
    return only(alteration(resource, "update", found, wish, { risk: "safe", because }));
  },

  async apply(change, tools) {
    if (change.action === "delete") return remove(change, tools);
    const wish = wishOf(change.after ?? null, change.name);
    const data = await templateData(change, wish, tools);
    await (change.action === "create" ? make(change, wish, data, tools) : makeVersion(change, wish, data, tools));
  },
};

function removal(resource: Resource, found: Observed) {
  return deletion(resource, found, { because: "the stack is let go of" });
}

function wishOf(desired: Json, name: string): TemplateWish {
  const fields = fieldsOf(desired, `launch-template ${name}`);
  return {
    definition: fields.text("definition"),
    image: fields.text("image"),
    type: fields.text("type"),
    groups: fields.texts("groups"),
    profile: fields.text("profile"),
    rootGiB: fields.number("rootGiB"),
    userData: fields.document("userData"),
    mesosVersion: fields.text("mesosVersion"),
    metadataTokens: "required",
    role: fields.text("role"),
  };
}

/** Templates hold ids of groups; their names are looked up once, and only when there is a template. */
function groupNames({ account, environment }: Look): () => Promise<ReadonlyMap<string, string>> {
  return lazily(async () => {
    const seen = await securityGroups(await account.ec2(), { "vpc-id": [environment.aws.vpc] });
    return new Map(seen.map(({ GroupId = "", GroupName = "" }) => [GroupId, GroupName]));
  });
}

async function observeOne(
  { name, desired }: Resource,
  look: Look,
  groupName: () => Promise<ReadonlyMap<string, string>>,
): Promise<Observed[]> {
  const template = (await look.launchTemplates()).find(({ LaunchTemplateName }) => LaunchTemplateName === name);
  if (!template) return [];
  const id = template.LaunchTemplateId ?? "";
  const versions = await look.templateVersions(id);
  const definition = desired === null ? undefined : wishOf(desired, name).definition;
  const version = versions.find(({ VersionDescription }) => VersionDescription === definition) ?? versions[0];
  const fields = version ? versionFields(version, await groupName()) : {};
  const targets = [launchTemplateTarget(id, name, template.Tags)];
  return [{ system: "aws", kind: "launch-template", name, fields, targets }];
}

function versionFields(version: LaunchTemplateVersion, groupName: ReadonlyMap<string, string>) {
  const data = version.LaunchTemplateData ?? {};
  const tags = tagMap(data.TagSpecifications?.find(({ ResourceType }) => ResourceType === "instance")?.Tags);
  return {
    definition: version.VersionDescription ?? "",
    image: data.ImageId ?? "",
    type: data.InstanceType ?? "",
    groups: (data.SecurityGroupIds ?? []).map((id) => groupName.get(id) ?? id).sort(),
    profile: data.IamInstanceProfile?.Name ?? "",
    rootGiB: data.BlockDeviceMappings?.[0]?.Ebs?.VolumeSize ?? -1,
    userData: digest(Buffer.from(data.UserData ?? "", "base64").toString("utf8")),
    mesosVersion: tags[tagNames.mesosVersion] ?? "",
    metadataTokens: data.MetadataOptions?.HttpTokens ?? "optional",
    role: tags[tagNames.role] ?? "",
  };
}

async function templateData(change: Change, wish: TemplateWish, tools: Tools): Promise<RequestLaunchTemplateData> {
  const userData = encodedUserData(tools.effects.document(wish.userData));
  const tags = {
    ...belongingTags(tools.environment, change),
    [tagNames.mesosVersion]: wish.mesosVersion,
    [tagNames.userData]: wish.userData,
  };
  return {
    ...hostShape(wish, await rootDeviceOf(wish.image, tools), userData),
    SecurityGroupIds: [...(await groupIds(wish.groups, tools))],
    TagSpecifications: launchTags(tags),
  };
}

async function make(change: Change, wish: TemplateWish, data: RequestLaunchTemplateData, tools: Tools): Promise<void> {
  const ec2 = await tools.account.ec2();
  const send = async (permit: Permit) => {
    const tags = { ...belongingTags(tools.environment, change), ...effectTags(permit) };
    const input = {
      LaunchTemplateName: change.name,
      VersionDescription: wish.definition,
      LaunchTemplateData: data,
      ClientToken: permit.token,
      TagSpecifications: [{ ResourceType: "launch-template" as const, Tags: tagList(tags) }],
    };
    return [(await ec2.createLaunchTemplate(issued(permit, input))).LaunchTemplate?.LaunchTemplateId];
  };
  const find = async ({ token }: Permit) => {
    const seen = await launchTemplates(ec2, [change.name]);
    const own = seen.filter(({ Tags }) => tagMap(Tags)[tagNames.token] === token);
    return own.map(({ LaunchTemplateId }) => LaunchTemplateId);
  };
  await create({ name: "create-launch-template", send, find }, tools);
}

async function makeVersion(change: Change, wish: TemplateWish, data: RequestLaunchTemplateData, tools: Tools) {
  const ec2 = await tools.account.ec2();
  const id = change.targets[0]?.id ?? "";
  const send = async (permit: Permit) => {
    const input = {
      LaunchTemplateId: id,
      VersionDescription: wish.definition,
      LaunchTemplateData: data,
      ClientToken: permit.token,
    };
    const { LaunchTemplateVersion: made } = await ec2.createLaunchTemplateVersion(issued(permit, input));
    return [made?.VersionNumber?.toString()];
  };
  const find = async () => {
    const own = (await templateVersions(ec2, id)).filter((each) => each.VersionDescription === wish.definition);
    return own.slice(0, 1).map(({ VersionNumber }) => VersionNumber?.toString());
  };
  await create({ name: "create-launch-template-version", send, find }, tools);
}

async function remove(change: Change, tools: Tools): Promise<void> {
  const ec2 = await tools.account.ec2();
  for (const { id } of change.targets) {
    const send = (permit: Permit) => ec2.deleteLaunchTemplate(issued(permit, { LaunchTemplateId: id }));
    await letGo({ name: "delete-launch-template", send }, tools);
  }
}
