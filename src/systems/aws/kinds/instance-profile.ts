import type { AwsEnvironment } from "../../../model/environment.ts";
import { NotDone } from "../../../model/error.ts";
import type { Change } from "../../../model/plan.ts";
import type { Observed, Resource } from "../../../model/resource.ts";
import type { Account } from "../account.ts";
import { creation, nothing, observedOf, only } from "../difference.ts";
import { isGone } from "../errors.ts";
import type { Kind } from "../kind.ts";

/** Instance profiles are looked up and never made: they come from the IAM policies. */
export const instanceProfile: Kind = {
  kind: "instance-profile",

  async observe(resources, { account }) {
    const looks = await Promise.all(resources.map((resource) => observeOne(resource, account)));
    return looks.filter((seen) => seen !== undefined);
  },

  diff(resource, observed, environment) {
    if (resource.desired === null || observedOf(resource, observed)) return nothing;
    return only(creation(resource, { exists: true }, missing(resource, environment)));
  },

  async apply(change, { environment }) {
    throw new NotDone({
      code: "profile-is-not-made-here",
      reason: "system",
      what: `The instance profile ${change.name} was not made`,
      why: "roles and profiles come from the IAM policies",
      next: howToMake(change, environment),
    });
  },
};

async function observeOne({ kind, name }: Resource, account: Account): Promise<Observed | undefined> {
  const iam = await account.iam();
  try {
    await iam.getInstanceProfile({ InstanceProfileName: name });
    return { system: "aws", kind, name, fields: { exists: true }, targets: [] };
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

function missing(resource: Resource, environment: AwsEnvironment): string {
  return `must exist; made by iam-policies: ${howToMake(resource, environment)}`;
}

function howToMake({ stack, role }: Pick<Change, "stack" | "role">, { name }: AwsEnvironment): string {
  return `nu iam create roles ${stack} ${role} --env ${name}`;
}
