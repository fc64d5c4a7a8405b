import assert from "node:assert/strict";
import test from "node:test";
import cantareira from "../../environments/cantareira.ts";
import { IamRoles } from "../../recipes/iam-roles.ts";
import { compose } from "../../src/console/compose.ts";
import { contextOf } from "./outline.ts";

const deploy = (role?: string, environment = {}) =>
  IamRoles.verbs?.deploy?.compose(contextOf("stable", {}, environment), ...(role === undefined ? [] : [role])) ?? [];

test("a role is named after its environment and stack, and written in its file of the repository", () => {
  assert.deepEqual(deploy("mesos-spot-multi-az"), [
    {
      system: "aws",
      kind: "role-policies",
      name: "cantareira-stable-mesos-spot-multi-az",
      stack: "stable",
      role: "mesos-spot-multi-az",
      needs: [],
      desired: { repository: "iam-policies", file: "mesos-spot-multi-az.json", directory: "policies/mesos" },
    },
  ]);
});

test("the roles are those that the hosts run with", () => {
  const { masters, fixed, onDemand, spot } = cantareira.stacks.stable;
  const names = ["mesos-master", "mesos-fixed", "mesos-on-demand", "mesos-spot-multi-az"].map(
    (role) => deploy(role)[0]?.name,
  );
  assert.deepEqual(
    names,
    [masters, fixed, onDemand, spot].map(({ profile }) => profile),
  );
});

test("a configured program gets the stack and the role", () => {
  const { sources } = cantareira;
  const command = ["nu", "iam", "create", "roles", "{stack}", "{role}", "--env", "{environment}"];
  const [resource] = deploy("mesos-fixed", { sources: { ...sources, iam: { ...sources.iam, command } } });
  assert.deepEqual(resource?.desired?.command, [
    "nu",
    "iam",
    "create",
    "roles",
    "stable",
    "mesos-fixed",
    "--env",
    "cantareira",
  ]);
});

test("an unknown role, none at all, and an environment without sources are refused with what there is", () => {
  assert.throws(() => deploy("mesos-fxied"), { code: "unknown-role", why: /mesos-fixed, mesos-on-demand/ });
  assert.throws(() => deploy(), { what: "No role is named", next: 'IamRoles.deploy("stable", "mesos-fixed")' });
  assert.throws(() => deploy("mesos-fixed", { sources: undefined }), { code: "no-sources" });
});

test("there is nothing to create, destroy or forget: only deploy", () => {
  const of = (verb: string, ...args: readonly string[]) =>
    compose({ recipe: "IamRoles", verb, args: ["test", ...args] }, new Map([["IamRoles", IamRoles]]), cantareira);
  for (const verb of ["create", "destroy"]) assert.throws(() => of(verb), { code: "unknown-verb", why: /deploy/ });
  assert.throws(() => of("deploy", "mesos-fixed", "mesos-master"), { code: "wrong-argument" });
  assert.equal(of("deploy", "mesos-fixed").converges, true, "afterwards a new plan must be empty");
});
