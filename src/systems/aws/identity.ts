import type { AwsEnvironment } from "../../model/environment.ts";
import { OpsError } from "../../model/error.ts";
import type { Identity } from "../../model/system.ts";
import type { World } from "../../model/world.ts";
import type { Clients } from "./clients.ts";
import { sdk } from "./sdk.ts";

/** Who the credentials are, proven to be of the account and region that the environment is pinned to. */
export async function provenIdentity(clients: Clients, environment: AwsEnvironment, world: World): Promise<Identity> {
  const { account, region } = environment.aws;
  const named = await regionNamedByOperator(world);
  if (named !== undefined && named !== region) throw otherRegion(named, environment);
  const caller = await (await clients.sts()).getCallerIdentity({});
  if (caller.Account !== account) throw otherAccount(caller.Account ?? "unknown", caller.Arn ?? "unknown", environment);
  return { system: "aws", where: `account ${account}, ${region}`, who: caller.Arn ?? "unknown", isPinned: true };
}

/** What AWS_REGION or the profile says: an operator who names another region believes to be elsewhere. */
async function regionNamedByOperator(world: World): Promise<string | undefined> {
  if (world.awsCredentials) return undefined;
  const { STSClient } = sdk.sts();
  const client = new STSClient({});
  return client.config
    .region()
    .catch(() => undefined)
    .finally(() => client.destroy());
}

function otherRegion(named: string, { name, aws }: AwsEnvironment): OpsError {
  return new OpsError({
    code: "other-region",
    reason: "refused",
    what: `Your AWS settings name the region ${named}; ${name} is pinned to ${aws.region}`,
    why: "AWS_REGION or your profile points elsewhere, so this may not be the place you mean; nothing was read",
    next: `AWS_REGION=${aws.region} ./console ${name}, or the environment of ${named}`,
  });
}

function otherAccount(account: string, arn: string, { name, aws }: AwsEnvironment): OpsError {
  return new OpsError({
    code: "other-account",
    reason: "refused",
    what: `Your credentials are of account ${account}; ${name} is pinned to ${aws.account}`,
    why: `you are ${arn}; nothing else was read`,
    next: `AWS_PROFILE=<a profile of ${aws.account}> ./console ${name}`,
  });
}
