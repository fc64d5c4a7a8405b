import type { Target } from "../../../model/resource.ts";
import type { Account } from "../account.ts";
import { type RoleNow, roleNow } from "./look.ts";

/**
 * An inline policy by every handle it has. The environment says that these roles are written in the repository: in that
 * sense they are the console's, whoever made them.
 */
export function policyTarget(role: string, policy: string, { arn, tags }: Pick<RoleNow, "arn" | "tags">): Target {
  return {
    system: "aws",
    kind: "role-policy",
    id: `${role}/${policy}`,
    names: [policy],
    tags,
    attached: [role, arn],
    isManaged: true,
  };
}

/** As they are now; one that is gone is left out. */
export async function resolvePolicies(ids: readonly string[], account: Account): Promise<readonly Target[]> {
  const iam = await account.iam();
  const roles = [...new Set(ids.map((id) => partsOf(id).role))];
  const looks = await Promise.all(roles.map(async (role) => [role, await roleNow(role, iam)] as const));
  const found = new Map(looks);
  return ids.flatMap((id) => {
    const { role, policy } = partsOf(id);
    const now = found.get(role);
    return now && policy in now.inline ? [policyTarget(role, policy, now)] : [];
  });
}

/** Neither name has a slash in it. */
export function partsOf(id: string): { readonly role: string; readonly policy: string } {
  const [role = "", policy = ""] = id.split("/");
  return { role, policy };
}
