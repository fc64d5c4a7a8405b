import type { AutoScaling } from "@aws-sdk/client-auto-scaling";
import type { EC2 } from "@aws-sdk/client-ec2";
import type { IAM } from "@aws-sdk/client-iam";
import type { STS } from "@aws-sdk/client-sts";
import type { Identity } from "../../model/system.ts";
import { type ClientOptions, createClients } from "./clients.ts";
import { provenIdentity } from "./identity.ts";
import { lazily } from "./lazily.ts";

export interface Credentials {
  readonly accessKeyId: string;
  readonly expiration?: Date;
  /** The SDK's words for where they come from, e.g. `CREDENTIALS_ENV_VARS`. */
  readonly $source?: object;
}

/** The pinned account: its clients are handed out only once the identity is proven. */
export interface Account {
  /** Proves it anew. */
  identify(): Promise<Identity>;
  ec2(): Promise<EC2>;
  autoScaling(): Promise<AutoScaling>;
  iam(): Promise<IAM>;
  sts(): Promise<STS>;
  /** What the SDK's chain found, also when the identity is another one. */
  credentials(): Promise<Credentials>;
  close(): void;
}

export function openAccount(options: ClientOptions): Account {
  const clients = createClients(options);
  const identify = () => provenIdentity(clients, options.environment, options.world);
  const proven = lazily(identify);
  const once =
    <T>(client: () => Promise<T>) =>
    async () => {
      await proven();
      return client();
    };
  return {
    identify,
    ec2: once(clients.ec2),
    autoScaling: once(clients.autoScaling),
    iam: once(clients.iam),
    sts: once(clients.sts),
    credentials: async () => (await clients.sts()).config.credentials(),
    close: clients.close,
  };
}
