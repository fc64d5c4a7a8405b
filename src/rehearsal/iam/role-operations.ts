import type { Operation } from "../protocol.ts";
import { AwsError } from "../wire/error.ts";
import { pageOf } from "../wire/pages.ts";
import type { Parameters } from "../wire/parameters.ts";
import type { Xml } from "../wire/xml.ts";
import { noSuchPolicy } from "./roles.ts";

const policyName = /^[\w+=,.@-]{1,128}$/;

const listRolePolicies: Operation = (parameters, world) => {
  const names = [...world.roles.policiesOf(parameters.required("RoleName")).keys()];
  const { items, rest } = paged(names, parameters);
  return { PolicyNames: items, ...rest };
};

/** The document is URL-encoded, as IAM gives it. */
const getRolePolicy: Operation = (parameters, world) => {
  const [RoleName, PolicyName] = [parameters.required("RoleName"), parameters.required("PolicyName")];
  const document = world.roles.policiesOf(RoleName).get(PolicyName);
  if (document === undefined) throw noSuchPolicy(PolicyName);
  return { RoleName, PolicyName, PolicyDocument: encodeURIComponent(document) };
};

const putRolePolicy: Operation = (parameters, world) => {
  const name = parameters.required("PolicyName");
  if (!policyName.test(name)) throw new AwsError("ValidationError", `The specified value for policyName is invalid.`);
  const document = parameters.required("PolicyDocument");
  mustBePolicy(document);
  world.roles.put(parameters.required("RoleName"), name, document);
  return {};
};

const deleteRolePolicy: Operation = (parameters, world) => {
  world.roles.remove(parameters.required("RoleName"), parameters.required("PolicyName"));
  return {};
};

const listAttachedRolePolicies: Operation = (parameters, world) => {
  const { items, rest } = paged(world.roles.seek(parameters.required("RoleName")).attached, parameters);
  const AttachedPolicies = items.map((PolicyArn) => ({ PolicyName: PolicyArn.split("/").at(-1), PolicyArn }));
  return { AttachedPolicies, ...rest };
};

/** IAM's own pages: a hundred, or fewer when asked for. */
export function paged<T>(all: readonly T[], parameters: Parameters): Page<T> {
  const page = pageOf(all, parameters.text("Marker"), parameters.number("MaxItems") ?? 100);
  return { items: page.items, rest: { IsTruncated: page.nextToken !== undefined, Marker: page.nextToken } };
}

interface Page<T> {
  readonly items: readonly T[];
  readonly rest: { readonly [name: string]: Xml };
}

/** The faults that IAM finds in a role's own policy, as far as an operator meets them. */
function mustBePolicy(text: string): void {
  const document = parsed(text);
  if (document === undefined) throw malformed("Syntax errors in policy.");
  const statements = [document.Statement].flat().filter(isRecord);
  if (statements.length === 0) throw malformed("Syntax errors in policy.");
  for (const statement of statements) mustBeStatement(statement);
}

function mustBeStatement(statement: Readonly<Record<string, unknown>>): void {
  const has = (...keys: readonly string[]) => keys.some((key) => key in statement);
  if (has("Principal", "NotPrincipal")) throw malformed("Policy document should not specify a principal.");
  if (!has("Action", "NotAction")) throw malformed("Policy statement must contain actions.");
  if (!has("Resource", "NotResource")) throw malformed("Policy statement must contain resources.");
  if (statement.Effect !== "Allow" && statement.Effect !== "Deny") throw malformed("Syntax errors in policy.");
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function malformed(why: string): AwsError {
  return new AwsError("MalformedPolicyDocument", why, 400);
}

/** A role's inline policies, and which managed ones are attached to it. */
export const roleOperations = {
  ListRolePolicies: listRolePolicies,
  GetRolePolicy: getRolePolicy,
  PutRolePolicy: putRolePolicy,
  DeleteRolePolicy: deleteRolePolicy,
  ListAttachedRolePolicies: listAttachedRolePolicies,
};
