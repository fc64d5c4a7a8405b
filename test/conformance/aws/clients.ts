import { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import { EC2Client } from "@aws-sdk/client-ec2";
import { IAMClient } from "@aws-sdk/client-iam";
import { STSClient } from "@aws-sdk/client-sts";
import type { Bench } from "./case.ts";

/** Clients of one endpoint that try once: a case wants to see each answer. */
export function clientsOf(endpoint: string, region = "us-east-1"): Pick<Bench, "ec2" | "autoscaling" | "iam" | "sts"> {
  const credentials = { accessKeyId: "REHEARSAL", secretAccessKey: "rehearsal" };
  const options = { endpoint, region, credentials, maxAttempts: 1 };
  return {
    ec2: new EC2Client(options),
    autoscaling: new AutoScalingClient(options),
    iam: new IAMClient(options),
    sts: new STSClient(options),
  };
}
