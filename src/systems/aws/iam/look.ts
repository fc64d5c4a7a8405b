import type { IAM } from "@aws-sdk/client-iam";
import { isGone } from "../errors.ts";

/** A role with what it can do, as IAM has it. */
export interface RoleNow {
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Texts of its inline policies by name, as IAM gives them. */
  readonly inline: Readonly<Record<string, string>>;
  /** Names of the managed policies that are attached to it. */
  readonly attached: readonly string[];
  /** ARN of its permissions boundary. */
  readonly boundary?: string;
}

/** More pages than the account can fill: a service that never ends them is not followed for ever. */
const pagesAtMost = 100;

/** `undefined`: there is no such role. */
export async function roleNow(RoleName: string, iam: IAM): Promise<RoleNow | undefined> {
  const role = await orGone(async () => (await iam.getRole({ RoleName })).Role);
  if (!role) return undefined;
  const [names, attached] = await Promise.all([inlineNames(RoleName, iam), attachedNames(RoleName, iam)]);
  const texts = await Promise.all(names.map(async (name) => [name, await inlineText(RoleName, name, iam)] as const));
  const boundary = role.PermissionsBoundary?.PermissionsBoundaryArn;
  return {
    arn: role.Arn ?? "",
    tags: Object.fromEntries((role.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value])),
    inline: Object.fromEntries(texts.flatMap(([name, text]) => (text === undefined ? [] : [[name, text]]))),
    attached,
    ...(boundary !== undefined && { boundary }),
  };
}

/** `undefined`: it is not there, or no longer. */
export function inlineText(RoleName: string, PolicyName: string, iam: IAM): Promise<string | undefined> {
  return orGone(async () => (await iam.getRolePolicy({ RoleName, PolicyName })).PolicyDocument);
}

function inlineNames(RoleName: string, iam: IAM): Promise<readonly string[]> {
  return allPages(async (marker) => {
    const { PolicyNames = [], Marker } = await iam.listRolePolicies({ RoleName, ...marker });
    return { items: PolicyNames, Marker };
  });
}

function attachedNames(RoleName: string, iam: IAM): Promise<readonly string[]> {
  return allPages(async (marker) => {
    const { AttachedPolicies = [], Marker } = await iam.listAttachedRolePolicies({ RoleName, ...marker });
    return { items: AttachedPolicies.map(({ PolicyArn = "" }) => PolicyArn), Marker };
  });
}

interface Page {
  readonly items: readonly string[];
  readonly Marker: string | undefined;
}

async function allPages(page: (marker: { Marker?: string }) => Promise<Page>): Promise<readonly string[]> {
  const all: string[] = [];
  let marker: { Marker?: string } = {};
  for (let pages = 0; pages < pagesAtMost; pages += 1) {
    const { items, Marker } = await page(marker);
    all.push(...items);
    if (!Marker) return all.sort();
    marker = { Marker };
  }
  return all.sort();
}

async function orGone<T>(look: () => Promise<T>): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}
