import type { AutoScaling } from "@aws-sdk/client-auto-scaling";
import type { EC2 } from "@aws-sdk/client-ec2";
import type { IAM } from "@aws-sdk/client-iam";
import type { STS } from "@aws-sdk/client-sts";
import type { MiddlewareStack } from "@smithy/types";
import type { AwsEnvironment } from "../../model/environment.ts";
import type { World } from "../../model/world.ts";
import type { Service } from "./commands.ts";
import { guardPlugin } from "./guard.ts";
import { lazily } from "./lazily.ts";
import { outcomePlugin } from "./outcome.ts";
import { retryStrategy, type Throttle } from "./retry.ts";
import { sdk } from "./sdk.ts";

export interface ClientOptions {
  readonly environment: AwsEnvironment;
  readonly world: World;
  onThrottle(event: Throttle): void;
}

/** The SDK's clients, each loaded and made at its first use, each behind the guard. */
export interface Clients {
  ec2(): Promise<EC2>;
  autoScaling(): Promise<AutoScaling>;
  iam(): Promise<IAM>;
  sts(): Promise<STS>;
  close(): void;
}

const connectWithinMs = 5_000;
const answerWithinMs = 60_000;

export function createClients(options: ClientOptions): Clients {
  const made: { destroy(): void }[] = [];
  const keep = <T extends { destroy(): void }>(client: T): T => {
    made.push(client);
    return client;
  };
  return {
    ec2: lazily(async () => keep(await makeEc2(options))),
    autoScaling: lazily(async () => keep(await makeAutoScaling(options))),
    iam: lazily(async () => keep(await makeIam(options))),
    sts: lazily(async () => keep(await makeSts(options))),
    close() {
      for (const client of made.splice(0)) client.destroy();
    },
  };
}

async function makeEc2(options: ClientOptions): Promise<EC2> {
  const { EC2 } = sdk.ec2();
  const client = new EC2(await configOf("ec2", options));
  equip(client.middlewareStack, "ec2");
  return client;
}

async function makeAutoScaling(options: ClientOptions): Promise<AutoScaling> {
  const { AutoScaling } = sdk.autoscaling();
  const client = new AutoScaling(await configOf("autoscaling", options));
  equip(client.middlewareStack, "autoscaling");
  return client;
}

async function makeIam(options: ClientOptions): Promise<IAM> {
  const { IAM } = sdk.iam();
  const client = new IAM(await configOf("iam", options));
  equip(client.middlewareStack, "iam");
  return client;
}

async function makeSts(options: ClientOptions): Promise<STS> {
  const { STS } = sdk.sts();
  const client = new STS(await configOf("sts", options));
  equip(client.middlewareStack, "sts");
  return client;
}

/** The SDK's own log is nobody's, and would copy every answer. */
function equip<Input extends object, Output extends object>(stack: MiddlewareStack<Input, Output>, service: Service) {
  stack.use(guardPlugin(service));
  stack.use(outcomePlugin(service));
  stack.remove("loggerMiddleware");
}

/**
 * What all clients share. A world with its own endpoint and credentials (a rehearsal) is cut off from the operator's
 * settings: whatever is said here is not looked up in AWS_* variables or in the configuration files.
 */
async function configOf(service: Service, { environment, world, onThrottle }: ClientOptions) {
  return {
    region: environment.aws.region,
    maxAttempts: 3,
    retryStrategy: await retryStrategy(service, world, onThrottle),
    requestHandler: {
      connectionTimeout: connectWithinMs,
      requestTimeout: answerWithinMs,
      throwOnRequestTimeout: true,
    },
    ...(world.awsEndpoint !== undefined && {
      endpoint: world.awsEndpoint,
      useFipsEndpoint: false,
      useDualstackEndpoint: false,
      defaultsMode: "standard" as const,
    }),
    ...(world.awsCredentials && { credentials: world.awsCredentials }),
  };
}
