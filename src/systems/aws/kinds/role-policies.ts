import type { RolePoliciesFields } from "../../../model/aws-kinds.ts";
import type { AwsEnvironment } from "../../../model/environment.ts";
import { NotDone, OpsError } from "../../../model/error.ts";
import type { Json } from "../../../model/json.ts";
import type { Change, Draft } from "../../../model/plan.ts";
import type { Observed, Resource } from "../../../model/resource.ts";
import { nothing, observedOf } from "../difference.ts";
import { fieldsOf } from "../fields.ts";
import { roleDifference } from "../iam/difference.ts";
import { decodedDocument } from "../iam/document.ts";
import { type RoleNow, roleNow } from "../iam/look.ts";
import { byProgram, programDifference } from "../iam/program.ts";
import { type ReadFiles, wantedPolicies } from "../iam/wanted.ts";
import type { Kind, Tools } from "../kind.ts";
import type { Look } from "../look.ts";

/**
 * A role's inline policies, as its repository has them. It is changed policy by policy (`role-policy`), or by one program
 * where the environment names one. The role itself is neither made nor deleted here.
 */
export const rolePolicies: Kind = {
  kind: "role-policies",

  observe: (resources, look) => Promise.all(resources.map((resource) => observeOne(resource, look))),

  diff(resource, observed) {
    const found = observedOf(resource, observed);
    if (resource.desired === null || !found) return nothing;
    const wish = wishOf(resource);
    return wish.command ? programDifference(resource, wish.command, found) : roleDifference(resource, found);
  },

  async apply(change, tools) {
    if (change.action === "update") return byProgram(change, tools, () => planAnew(change, tools));
    throw new NotDone({
      code: "role-is-not-made-here",
      reason: "system",
      what: `The role ${change.name} was not changed`,
      why: "its policies are changed one by one",
      next: "look again with the recipe, without the bang",
    });
  },
};

export function wishOf({ desired, name }: Pick<Resource, "desired" | "name">): RolePoliciesFields {
  const fields = fieldsOf(desired, `role-policies ${name}`);
  const [repository, file, directory] = [fields.text("repository"), fields.text("file"), fields.text("directory")];
  const command = fields.all.command;
  return { repository, file, directory, ...(Array.isArray(command) && { command: command.map(String) }) };
}

type Looking = Pick<Look, "account" | "environment" | "policies">;

/** What the program would be planned for now; `undefined`: there is nothing left for it to do. */
async function planAnew({ kind, name, stack, role, after }: Change, tools: Tools): Promise<Draft | undefined> {
  const { repository = "", policies: directory = "", roles = {} } = tools.environment.sources?.iam ?? {};
  const { all } = fieldsOf(after, `role-policies ${name}`);
  const command = Array.isArray(all.command) ? all.command.map(String) : [];
  const file = (Object.hasOwn(roles, role) ? roles[role] : undefined) ?? "";
  const desired = { repository, file, directory, command };
  const resource: Resource = { system: "aws", kind, name, stack, role, needs: [], desired };
  return programDifference(resource, command, await observeOne(resource, tools)).drafts[0];
}

async function observeOne(resource: Resource, { account, environment, policies }: Looking): Promise<Observed> {
  const { name } = resource;
  const iam = await account.iam();
  const wish = wishOf(resource);
  const [now, wanted] = await Promise.all([roleNow(name, iam), wantedPolicies(wish, readerOf(policies))]);
  if (!now && !wish.command) throw noSuchRole(resource, environment);
  const { arn = name, tags = {}, inline = {} } = now ?? {};
  const present: Readonly<Record<string, Json>> = Object.fromEntries(
    Object.entries(inline).map(([policy, text]) => [policy, decodedDocument(text)]),
  );
  const fields = { arn, tags, present, wanted, notes: now ? notesOf(name, now) : [] };
  return { system: "aws", kind: "role-policies", name, fields, targets: [] };
}

/** @throws OpsError `no-policies` where nobody reads repositories for this system */
export function readerOf(policies: ReadFiles | undefined): ReadFiles {
  if (policies) return policies;
  throw new OpsError({
    code: "no-policies",
    reason: "usage",
    what: "Nobody says where the policies of the roles are written",
    why: "the environment has no sources",
    next: "name the repositories in `sources` of the environment file",
  });
}

/** What else the role can do: shown and never changed. */
function notesOf(name: string, { attached, boundary }: RoleNow): readonly string[] {
  const managed = attached.map(
    (arn) => `${name} has the managed policy ${arn}, too: it is not of the repository, and stays`,
  );
  return [
    ...managed,
    ...(boundary ? [`${name} can do no more than its permissions boundary ${boundary} lets it`] : []),
  ];
}

function noSuchRole({ name, stack, role }: Resource, environment: AwsEnvironment): OpsError {
  return new OpsError({
    code: "no-such-role",
    reason: "check",
    what: `There is no role ${name}`,
    why: "a role and its instance profile are made once, with their trust; here its policies are kept as its repository has them",
    next: `nu iam create roles ${stack} ${role} --env ${environment.name}, then look again`,
  });
}
