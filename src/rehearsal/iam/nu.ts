import type { AwsEnvironment } from "../../model/environment.ts";
import type { Sources } from "../../model/sources.ts";
import type { Repositories } from "../git/repositories.ts";
import type { Program, ProgramEnd } from "../programs/index.ts";
import { nameOf } from "./policies.ts";
import type { Roles } from "./roles.ts";

export interface NuOptions {
  readonly environment: AwsEnvironment & { readonly sources: Sources };
  readonly roles: Roles;
  repositories(): Promise<Pick<Repositories, "read" | "defaultBranch">>;
}

/** `nu iam create roles STACK ROLE --env ENVIRONMENT` (seed 000): the role gets the policies that its file lists. */
export function nuProgram(options: NuOptions): Program {
  return async (argv) => {
    const [, service, verb, what, stack = "", role = "", flag, env = ""] = argv;
    if ([service, verb, what, flag].join(" ") !== "iam create roles --env") return undefined;
    const { name, sources, stacks } = options.environment;
    const isKnown = env === name && stack in stacks && role in sources.iam.roles;
    return isKnown ? deploy(stack, role, options) : failed(`no role ${role} of the stack ${stack} in ${env}`);
  };
}

async function deploy(stack: string, role: string, options: NuOptions): Promise<ProgramEnd> {
  const { environment, roles } = options;
  const { iam } = environment.sources;
  const read = await readerOf(options);
  const file = await read(iam.roles[role] ?? "");
  const listed: { readonly policies: readonly string[] } = JSON.parse(file ?? '{"policies":[]}');
  const name = nameOf(iam.roleName, { environment: environment.name, stack, role });
  for (const policy of listed.policies) {
    const document = await read(`${iam.policies}/${policy}.json`);
    if (document === undefined) return failed(`there is no policy ${policy}`);
    roles.put(name, policy, document);
  }
  const gone = [...roles.policiesOf(name).keys()].filter((policy) => !listed.policies.includes(policy));
  for (const policy of gone) roles.remove(name, policy);
  return { exitCode: 0, stdout: `role ${name}: ${listed.policies.length} policies\n`, stderr: "" };
}

async function readerOf({
  environment,
  repositories,
}: NuOptions): Promise<(path: string) => Promise<string | undefined>> {
  const all = await repositories();
  const { repository } = environment.sources.iam;
  const branch = all.defaultBranch(repository);
  return async (path) => (await all.read(repository, branch, path))?.toString();
}

function failed(why: string): ProgramEnd {
  return { exitCode: 1, stdout: "", stderr: `nu: ${why}\n` };
}
