import { closest } from "../../model/closest.ts";
import { OpsError } from "../../model/error.ts";
import type { Account } from "./account.ts";
import type { Service } from "./commands.ts";
import { sdk } from "./sdk.ts";

/**
 * One command by its name, for the prompt. It goes through the same guard as everything else; the client itself,
 * whose middleware could be taken off, is never handed out.
 * @throws OpsError `guard-aws-middleware` for what is not known to be read-only, and for a name that is no command;
 * `unfit-input` for an input that is no object.
 */
export async function sendRaw(
  service: Service,
  commandName: string,
  input: unknown,
  account: Account,
): Promise<unknown> {
  const copy = copyOf(input);
  const name = commandName.replace(/Command$/, "");
  const { client, commands } = await sdkOf(service, account);
  const method: unknown = Reflect.get(client, methodOf(name));
  const isCommand = Reflect.has(commands, `${name}Command`) && typeof method === "function";
  if (!isCommand) throw unknownCommand(service, commandName, commandsOf(commands));
  try {
    const answer: object = await Reflect.apply(method, client, [copy]);
    return Object.fromEntries(Object.entries(answer).filter(([field]) => field !== "$metadata"));
  } catch (error) {
    return dryRunAnswer(error);
  }
}

/** EC2 tells by an error that a dry run passed. */
function dryRunAnswer(error: unknown): unknown {
  if (!(error instanceof OpsError) || error.code !== "aws-DryRunOperation") throw error;
  return { DryRun: "it would have succeeded, and nothing was done" };
}

function commandsOf(commands: object): readonly string[] {
  return Object.keys(commands).flatMap((name) => /^(\w+)Command$/.exec(name)?.[1] ?? []);
}

/** `DescribeInstances` -> `describeInstances`: a client has a method for each command. */
function methodOf(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

async function sdkOf(
  service: Service,
  account: Account,
): Promise<{ readonly client: object; readonly commands: object }> {
  switch (service) {
    case "ec2":
      return { client: await account.ec2(), commands: sdk.ec2() };
    case "autoscaling":
      return { client: await account.autoScaling(), commands: sdk.autoscaling() };
    case "iam":
      return { client: await account.iam(), commands: sdk.iam() };
    case "sts":
      return { client: await account.sts(), commands: sdk.sts() };
    default:
      throw unknownCommand(String(service), "", []);
  }
}

/** A plain copy: what was judged is what is sent, whatever getters or proxies the input has. */
function copyOf(input: unknown): object {
  try {
    const copy: unknown = structuredClone(input);
    if (typeof copy === "object" && copy !== null && !Array.isArray(copy)) return copy;
  } catch {
    // Functions and the like cannot be copied, and are no input either.
  }
  throw new OpsError({
    code: "unfit-input",
    reason: "usage",
    what: "The command's input is not plain data",
    why: "it must be an object of texts, numbers, lists and objects",
    next: 'aws("ec2", "DescribeInstances", { InstanceIds: ["i-..."] })',
  });
}

function unknownCommand(service: string, name: string, commands: readonly string[]): OpsError {
  const [near] = closest(name, commands);
  return new OpsError({
    code: "guard-aws-middleware",
    reason: "refused",
    what: `${service} ${name} is not known`,
    why: "only commands of ec2, autoscaling, iam and sts that are known to be read-only pass",
    next: near === undefined ? 'aws("ec2", "DescribeInstances", {})' : `aws("${service}", "${near}", {})`,
  });
}
