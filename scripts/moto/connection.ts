import { EC2Client } from "@aws-sdk/client-ec2";
import { IAMClient } from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { OpsError } from "#src/model/error.ts";

/** Nobody's credentials: whatever answers at the endpoint, nothing of value can be reached with them. */
const credentials = { accessKeyId: "moto", secretAccessKey: "moto" };

/** A moto server. */
export interface Moto {
  readonly ec2: EC2Client;
  readonly iam: IAMClient;
  /** Begins its source of randomness anew. */
  reseed(seed: number): Promise<void>;
}

/** @throws OpsError `not-moto`, `other-account` */
export async function connectMoto(endpoint: string, region: string, account: string): Promise<Moto> {
  const options = { endpoint, region, credentials };
  await requireMoto(endpoint);
  await requireAccount(new STSClient(options), account);
  return {
    ec2: new EC2Client(options),
    iam: new IAMClient(options),
    async reseed(seed) {
      await fetch(`${endpoint}/moto-api/seed?a=${seed}`, { method: "POST" });
    },
  };
}

export function refusal(code: string, why: string, next: string): OpsError {
  return new OpsError({ code, reason: "usage", what: "moto cannot be prepared", why, next });
}

async function requireMoto(endpoint: string): Promise<void> {
  const answer = await fetch(`${endpoint}/moto-api/data.json`).catch(() => undefined);
  if (answer?.ok) return;
  const next = "start one (moto_server -p 5000) and set AWS_ENDPOINT_URL";
  throw refusal("not-moto", `no moto server answers at ${endpoint}`, next);
}

async function requireAccount(sts: STSClient, account: string): Promise<void> {
  const { Account } = await sts.send(new GetCallerIdentityCommand({}));
  if (Account === account) return;
  const why = `moto has account ${Account}, the environment names ${account}`;
  throw refusal("other-account", why, `start moto with MOTO_ACCOUNT_ID=${account}`);
}
