import type { AwsEnvironment } from "../../model/environment.ts";
import type { Change } from "../../model/plan.ts";
import { keyOf } from "../../model/resource.ts";
import type { Permit } from "../../model/system.ts";

/** What the console writes on everything that it makes. The `mesos-console:` ones are its own memory of it. */
export const tagNames = {
  cluster: "Cluster",
  managedBy: "ManagedBy",
  mesosVersion: "MesosVersion",
  name: "Name",
  replaces: "mesos-console:replaces",
  resource: "mesos-console:resource",
  role: "Role",
  run: "mesos-console:run",
  token: "mesos-console:token",
  userData: "mesos-console:user-data",
} as const;

export const manager = "mesos-console";

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** As the SDK gives tags. */
export type RawTags = readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | undefined;

export function tagMap(tags: RawTags): Readonly<Record<string, string>> {
  return Object.fromEntries((tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
}

/** The value of the `Cluster` tag: `cantareira-test`. */
export function clusterOf(environment: Pick<AwsEnvironment, "name">, stack: string): string {
  return `${environment.name}-${stack}`;
}

type Belonging = Pick<Change, "kind" | "name" | "stack" | "role">;

/** The tags of what belongs to a resource. */
export function belongingTags(environment: AwsEnvironment, resource: Belonging): Record<string, string> {
  return {
    [tagNames.name]: resource.name,
    [tagNames.cluster]: clusterOf(environment, resource.stack),
    [tagNames.role]: resource.role,
    [tagNames.managedBy]: manager,
    [tagNames.resource]: keyOf(resource),
  };
}

/** The tags by which an effect is found again. */
export function effectTags(permit: Permit): Record<string, string> {
  return { [tagNames.token]: permit.token, [tagNames.run]: permit.run };
}

export function tagList(tags: Readonly<Record<string, string>>): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

export function isManaged(tags: Readonly<Record<string, string>>): boolean {
  return tags[tagNames.managedBy] === manager;
}
