import type { AutoScaling, AutoScalingGroup } from "@aws-sdk/client-auto-scaling";
import type {
  EC2,
  Instance,
  LaunchTemplate,
  LaunchTemplateVersion,
  NetworkInterface,
  SecurityGroup,
  Volume,
} from "@aws-sdk/client-ec2";
import { isGone } from "./errors.ts";

/** Filters by name; values are alternatives, names are conditions. */
export type Filters = Readonly<Record<string, readonly string[]>>;

/** EC2 takes at most this many values of a filter. */
const mostFilterValues = 200;

/** Not yet or no longer there for us: `shutting-down` and `terminated` are left out. */
export const liveStates = ["pending", "running", "stopping", "stopped"];

function toFilters(filters: Filters) {
  return Object.entries(filters).map(([Name, values]) => ({ Name, Values: [...values] }));
}

async function all<Page, Item>(pages: AsyncIterable<Page>, items: (page: Page) => Item[] | undefined): Promise<Item[]> {
  const found: Item[] = [];
  for await (const page of pages) found.push(...(items(page) ?? []));
  return found;
}

export function instances(ec2: EC2, filters: Filters): Promise<Instance[]> {
  const pages = ec2.paginateDescribeInstances({ Filters: toFilters(filters), MaxResults: 1000 });
  return all(pages, ({ Reservations }) => Reservations?.flatMap((reservation) => reservation.Instances ?? []));
}

/** By id, also terminated ones; an id that is not known is left out instead of failing the others. */
export async function instancesById(ec2: EC2, ids: readonly string[]): Promise<Instance[]> {
  return (await inChunks(ids, (chunk) => instances(ec2, { "instance-id": chunk }))).flat();
}

/** A volume that is being deleted is listed for a while and is none any more. */
export async function volumes(ec2: EC2, filters: Filters): Promise<Volume[]> {
  const pages = ec2.paginateDescribeVolumes({ Filters: toFilters(filters), MaxResults: 500 });
  return (await all(pages, ({ Volumes }) => Volumes)).filter(
    ({ State }) => State !== "deleting" && State !== "deleted",
  );
}

/** By id; one that is not known is left out. */
export async function volumesById(ec2: EC2, ids: readonly string[]): Promise<Volume[]> {
  return (await inChunks(ids, (chunk) => volumes(ec2, { "volume-id": chunk }))).flat();
}

export function networkInterfaces(ec2: EC2, filters: Filters): Promise<NetworkInterface[]> {
  const pages = ec2.paginateDescribeNetworkInterfaces({ Filters: toFilters(filters), MaxResults: 1000 });
  return all(pages, ({ NetworkInterfaces }) => NetworkInterfaces);
}

/** What is attached to instances. */
export async function attachedTo(ec2: EC2, instanceIds: readonly string[]) {
  const look = <T>(find: (ec2: EC2, filters: Filters) => Promise<T[]>) =>
    inChunks(instanceIds, (chunk) => find(ec2, { "attachment.instance-id": chunk }));
  const [disks, faces] = await Promise.all([look(volumes), look(networkInterfaces)]);
  return { disks: disks.flat(), faces: faces.flat() };
}

export function securityGroups(ec2: EC2, filters: Filters): Promise<SecurityGroup[]> {
  const pages = ec2.paginateDescribeSecurityGroups({ Filters: toFilters(filters), MaxResults: 1000 });
  return all(pages, ({ SecurityGroups }) => SecurityGroups);
}

/** Asked by filter: a name that is not there is left out instead of being an error. */
export async function launchTemplates(ec2: EC2, names: readonly string[]): Promise<LaunchTemplate[]> {
  if (names.length === 0) return [];
  const pages = ec2.paginateDescribeLaunchTemplates({ Filters: toFilters({ "launch-template-name": names }) });
  return all(pages, ({ LaunchTemplates }) => LaunchTemplates);
}

/** There is no filter for the id; one that is not known is left out. */
export async function launchTemplateById(ec2: EC2, id: string): Promise<LaunchTemplate[]> {
  const { LaunchTemplates = [] } = await ec2
    .describeLaunchTemplates({ LaunchTemplateIds: [id] })
    .catch((error: unknown) => (isGone(error) ? { LaunchTemplates: [] } : Promise.reject(error)));
  return LaunchTemplates;
}

/** All versions of one template, newest first. */
export async function templateVersions(ec2: EC2, templateId: string): Promise<LaunchTemplateVersion[]> {
  const pages = ec2.paginateDescribeLaunchTemplateVersions({ LaunchTemplateId: templateId });
  const found = await all(pages, ({ LaunchTemplateVersions }) => LaunchTemplateVersions);
  return found.sort((a, b) => (b.VersionNumber ?? 0) - (a.VersionNumber ?? 0));
}

export function scalingGroups(autoScaling: AutoScaling, names: readonly string[]): Promise<AutoScalingGroup[]> {
  if (names.length === 0) return Promise.resolve([]);
  const pages = autoScaling.paginateDescribeAutoScalingGroups({ AutoScalingGroupNames: [...names], MaxRecords: 100 });
  return all(pages, ({ AutoScalingGroups }) => AutoScalingGroups);
}

async function inChunks<T>(ids: readonly string[], look: (chunk: readonly string[]) => Promise<T>): Promise<T[]> {
  const looks: Promise<T>[] = [];
  for (let from = 0; from < ids.length; from += mostFilterValues) {
    looks.push(look(ids.slice(from, from + mostFilterValues)));
  }
  return Promise.all(looks);
}
