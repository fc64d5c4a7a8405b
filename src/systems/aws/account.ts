import type { AutoScaling } from "@aws-sdk/client-auto-scaling";
import type { EC2 } from "@aws-sdk/client-ec2";
import type { IAM } from "@aws-sdk/client-iam";
import type { STS } from "@aws-sdk/client-sts";
import type { Identity } from "../../model/system.ts";
import { type ClientOptions, createClients } from "./clients.ts";
import { provenIdentity } from "./identity.ts";
import { lazily } from "./lazily.ts";

/** The pinned account: its clients are handed out only once the identity is proven. */
export interface Account {
  /** Proves it anew. */
  identify(): Promise<Identity>;
  ec2(): Promise<EC2>;
  autoScaling(): Promise<AutoScaling>;
  iam(): Promise<IAM>;
  sts(): Promise<STS>;
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
    close: clients.close,
  };
}
