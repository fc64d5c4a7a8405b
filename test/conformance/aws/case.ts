import assert from "node:assert/strict";
import type { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import type { EC2Client } from "@aws-sdk/client-ec2";
import type { IAMClient } from "@aws-sdk/client-iam";
import type { STSClient } from "@aws-sdk/client-sts";

/** What a server is asked through, and what is there before. */
export interface Bench {
  readonly ec2: EC2Client;
  readonly autoscaling: AutoScalingClient;
  readonly iam: IAMClient;
  readonly sts: STSClient;
  readonly account: string;
  readonly vpc: string;
  /** In different zones, each with a free address. */
  readonly subnets: readonly [Place, Place];
  readonly image: string;
  readonly profile: string;
  /** A name that nobody else uses on the server. */
  name(what: string): string;
  /** Lets pending things come to rest. */
  settle(): Promise<void>;
}

export interface Place {
  readonly subnet: string;
  readonly zone: string;
  /** Free when the bench is set up. */
  readonly address: string;
}

/** One thing that must hold for every server that claims to be AWS. */
export interface Case {
  readonly name: string;
  /** Why it does not hold for moto; then AWS's documents or the protocol sheet say so, and `docs/rehearsal.md` lists it. */
  readonly butNotMoto?: string;
  run(bench: Bench): Promise<void>;
}

/** The promise must be rejected with AWS's error code. */
export async function failsWith(code: string, promise: Promise<unknown>): Promise<void> {
  await assert.rejects(promise, (error: Error) => {
    assert.equal(error.name, code, error.message);
    return true;
  });
}

/** A value that must be there. */
export function present<T>(value: T | undefined | null): T {
  assert.ok(value !== undefined && value !== null, "a value is missing in the answer");
  return value;
}

export function tags(resourceType: "instance" | "volume" | "network-interface" | "security-group", name: string) {
  return [{ ResourceType: resourceType, Tags: [{ Key: "Name", Value: name }] }];
}
