import { profileArn } from "./ec2/instance-shape.ts";
import { paged, roleOperations } from "./iam/role-operations.ts";
import { type Operation, queryService } from "./protocol.ts";
import { AwsError } from "./wire/error.ts";
import type { Xml } from "./wire/xml.ts";
import type { RehearsedWorld } from "./world.ts";

const longAgo = "2020-01-01T00:00:00Z";
const trust = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
};

/** Each profile has one role, of its name. The trust document is URL-encoded, as IAM gives it. */
function roleOf(world: RehearsedWorld, name: string): Xml {
  return {
    Path: "/",
    RoleName: name,
    RoleId: `AROA${world.stableId(`role ${name}`)}`,
    Arn: `arn:aws:iam::${world.ground.place.account}:role/${name}`,
    CreateDate: longAgo,
    AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(trust)),
    MaxSessionDuration: 3600,
  };
}

function profileOf(world: RehearsedWorld, name: string): Xml {
  return {
    Path: "/",
    InstanceProfileName: name,
    InstanceProfileId: `AIPA${world.stableId(name)}`,
    Arn: profileArn(world, name),
    CreateDate: longAgo,
    Roles: [roleOf(world, name)],
  };
}

function requireProfile(world: RehearsedWorld, name: string): string {
  if (world.ground.place.profiles.includes(name)) return name;
  throw new AwsError("NoSuchEntity", `Instance Profile ${name} cannot be found.`, 404);
}

const getInstanceProfile: Operation = (parameters, world) => {
  const name = requireProfile(world, parameters.required("InstanceProfileName"));
  return { InstanceProfile: profileOf(world, name) };
};

const getRole: Operation = (parameters, world) => {
  return { Role: roleOf(world, world.roles.seek(parameters.required("RoleName")).name) };
};

const listInstanceProfiles: Operation = (parameters, world) => {
  const { items, rest } = paged(world.ground.place.profiles, parameters);
  return { InstanceProfiles: items.map((name) => profileOf(world, name)), ...rest };
};

const listRoles: Operation = (parameters, world) => {
  const { items, rest } = paged(world.roles.names(), parameters);
  return { Roles: items.map((name) => roleOf(world, name)), ...rest };
};

/** Everything is allowed, but for what a fault refuses to EC2's own permission probe as well. */
const simulatePrincipalPolicy: Operation = (parameters, world) => {
  const resources = parameters.texts("ResourceArns");
  const results = parameters.texts("ActionNames").map((action) => ({
    EvalActionName: action,
    EvalResourceName: resources[0] ?? "*",
    EvalDecision: isAllowed(world, action) ? "allowed" : "implicitDeny",
    MatchedStatements: [],
    MissingContextValues: [],
  }));
  return { EvaluationResults: results, IsTruncated: false };
};

function isAllowed(world: RehearsedWorld, qualifiedAction: string): boolean {
  const [service = "", action = ""] = qualifiedAction.split(":");
  const interference = world.ground.troubles.interferenceOf({ service, action, isDryRun: true, isMutating: false });
  return !(interference instanceof AwsError && interference.code === "UnauthorizedOperation");
}

/** AWS Identity and Access Management: what recipes read, and the roles' own policies. */
export const iam = queryService("iam", "https://iam.amazonaws.com/doc/2010-05-08/", {
  GetInstanceProfile: getInstanceProfile,
  GetRole: getRole,
  ListInstanceProfiles: listInstanceProfiles,
  ListRoles: listRoles,
  SimulatePrincipalPolicy: simulatePrincipalPolicy,
  ...roleOperations,
});
