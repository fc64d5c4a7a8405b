import { OpsError, type Resource, type RolePoliciesFields, recipe, type StackContext } from "../src/recipe.ts";

type Sources = NonNullable<StackContext["environment"]["sources"]>;

export const IamRoles = recipe({
  title: "The IAM roles of a stack's hosts, as the iam-policies repository has them",
  why: `What the hosts of a stack may do in the account. Change the role's file or a policy in the repository, get it
merged, then deploy it: IamRoles.deploy!("stable", "mesos-fixed"). What access that adds is listed by itself and asked
for by itself. Running hosts have it within minutes, without a restart.`,
  hasOnlyVerbs: true,
  compose: () => [],
  verbs: {
    deploy: {
      title: "Give the role the policies that its repository has now",
      parameters: [{ name: "role", type: "iam-role", title: "the role, e.g. mesos-fixed" }],
      isLasting: true,
      compose: (context, role = "") => [rolePolicies(context, role)],
    },
  },
});

function rolePolicies({ environment, name: stack }: StackContext, role: string): Resource {
  const { iam } = environment.sources ?? noSources(environment.name);
  const file = Object.hasOwn(iam.roles, role) ? iam.roles[role] : undefined;
  const words = { environment: environment.name, stack, role };
  return {
    system: "aws",
    kind: "role-policies",
    name: filled(iam.roleName, words),
    stack,
    role,
    needs: [],
    desired: {
      repository: iam.repository,
      file: file ?? noRole(role, stack, iam.roles),
      directory: iam.policies,
      ...(iam.command && { command: iam.command.map((word) => filled(word, words)) }),
    } satisfies RolePoliciesFields,
  };
}

/** `{environment}-{stack}-{role}` with the words in their places. */
function filled(template: string, words: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, word: string) => words[word] ?? whole);
}

function noRole(role: string, stack: string, roles: Sources["iam"]["roles"]): never {
  const names = Object.keys(roles);
  throw new OpsError({
    code: "unknown-role",
    reason: "usage",
    what: role === "" ? "No role is named" : `There is no role ${JSON.stringify(role)}`,
    why: `there are ${names.join(", ")}`,
    next: `IamRoles.deploy(${JSON.stringify(stack)}, ${JSON.stringify(names[0] ?? "ROLE")})`,
  });
}

function noSources(environment: string): never {
  throw new OpsError({
    code: "no-sources",
    reason: "usage",
    what: "Nobody says where the roles are written",
    why: `environments/${environment}.ts has no sources`,
    next: "name the repository of the policies in `sources.iam` of the environment file",
  });
}
