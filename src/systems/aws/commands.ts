/** The AWS services that the console talks to. */
export const services = ["ec2", "autoscaling", "iam", "sts"] as const;
export type Service = (typeof services)[number];

const readingVerbs = /^(Describe|Get|List|Simulate|Decode)[A-Z]/;

/**
 * Commands that are named like reads and are more than that, reviewed by hand over the SDK's list of commands:
 * they hand out secrets or credentials, or write elsewhere (the flow-logs template goes to a bucket).
 */
const moreThanReads: ReadonlySet<string> = new Set([
  "ec2 GetPasswordData",
  "ec2 GetFlowLogsIntegrationTemplate",
  "ec2 GetVpnConnectionDeviceSampleConfiguration",
  "ec2 DescribeVpnConnections",
  "sts GetSessionToken",
  "sts GetFederationToken",
  "sts GetDelegatedAccessToken",
  "sts GetWebIdentityToken",
]);

/** Whether a command (`DescribeInstances`) is known to change nothing. An unknown name is not. */
export function isReadOnly(service: Service, command: string): boolean {
  return readingVerbs.test(command) && !moreThanReads.has(`${service} ${command}`);
}
