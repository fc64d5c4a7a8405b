import { OpsError } from "../../model/error.ts";
import type { CheckRow } from "../../model/status.ts";
import { dryRunsOfMaking, dryRunsOnHost } from "./access-dry-runs.ts";
import type { Account, Credentials } from "./account.ts";
import { instances, liveStates } from "./describe.ts";
import type { AwsOptions } from "./index.ts";
import { clusterOf } from "./tags.ts";

/** Credentials, identity, expiry and rights, each looked at without changing anything. A failed look is a row. */
export async function checkAccess(account: Account, options: AwsOptions): Promise<readonly CheckRow[]> {
  const credentials = await row("credentials", () => credentialsRow(account, options));
  const identity = await row("account and region", () => identityRow(account));
  if (identity.result !== "pass") return [credentials, identity];
  const expiry = await row("expiry", () => expiryRow(account, options));
  const ec2 = await ec2Rights(account, options).catch((error: unknown) => [failedRow("rights of EC2", error)]);
  const others = await simulatedRights(account).catch((error: unknown) => [unknownRow("rights by policy", error)]);
  return [credentials, identity, expiry, ...ec2, ...others];
}

async function row(what: string, look: () => Promise<CheckRow>): Promise<CheckRow> {
  return look().catch((error: unknown) => failedRow(what, error));
}

function pass(what: string, evidence: string): CheckRow {
  return { what, result: "pass", evidence, next: "" };
}

function failedRow(what: string, error: unknown): CheckRow {
  return { ...unknownRow(what, error), result: "fail" };
}

function unknownRow(what: string, error: unknown): CheckRow {
  if (!(error instanceof OpsError)) return { what, result: "unknown", evidence: String(error), next: "try again" };
  return { what, result: "unknown", evidence: `${error.what}: ${error.why}`, next: error.next };
}

async function credentialsRow(account: Account, { world }: AwsOptions): Promise<CheckRow> {
  const found = await account.credentials().catch((error: unknown) => noCredentials(error));
  if ("result" in found) return found;
  if (world.awsCredentials) return pass("credentials", "the rehearsal's own");
  const key = `${found.accessKeyId.slice(0, 4)}...${found.accessKeyId.slice(-4)}`;
  return pass("credentials", `${key} from ${sourceOf(found)}`);
}

/** What the SDK throws where it finds none says what it tried, and not what to do. */
function noCredentials(error: unknown): CheckRow {
  const evidence = error instanceof Error ? error.message : String(error);
  const next = "log in, e.g. aws sso login, or set AWS_PROFILE; then CheckAccess()";
  return { what: "credentials", result: "fail", evidence, next };
}

function sourceOf({ $source }: Credentials): string {
  const names = Object.keys($source ?? {}).map((name) => name.replace(/^CREDENTIALS_/, "").toLowerCase());
  return names.length > 0 ? names.join(", ").replaceAll("_", " ") : "the SDK's credential chain";
}

async function identityRow(account: Account): Promise<CheckRow> {
  const { where, who } = await account.identify();
  return pass("account and region", `${where} as ${who}`);
}

async function expiryRow(account: Account, { world }: AwsOptions): Promise<CheckRow> {
  const { expiration } = await account.credentials();
  if (!expiration) return pass("expiry", "the credentials name none");
  const minutes = Math.floor((expiration.getTime() - world.clock.now()) / 60_000);
  const evidence = `${expiration.toISOString()}, in ${minutes} minutes`;
  if (minutes >= 60) return pass("expiry", evidence);
  const next = "renew them before a long run, e.g. aws sso login";
  return { what: "expiry", result: minutes > 0 ? "unknown" : "fail", evidence, next };
}

/** EC2 answers a dry run with the right one has. What needs an instance is tried on a live one of the environment. */
async function ec2Rights(account: Account, { environment }: AwsOptions): Promise<readonly CheckRow[]> {
  const ec2 = await account.ec2();
  const clusters = Object.keys(environment.stacks).map((stack) => clusterOf(environment, stack));
  const [host] = await instances(ec2, { "tag:Cluster": clusters, "instance-state-name": liveStates });
  const id = host?.InstanceId;
  const making = Object.entries(dryRunsOfMaking(ec2, environment));
  const changing = Object.entries(dryRunsOnHost(ec2, id ?? ""));
  return Promise.all([
    ...making.map(([command, dryRun]) => tried(command, dryRun)),
    ...changing.map(([command, dryRun]) => (id === undefined ? untried(command) : tried(command, dryRun))),
  ]);
}

function untried(command: string): CheckRow {
  const evidence = "there is no instance to try it on";
  return { what: `ec2:${command}`, result: "unknown", evidence, next: "try again once the stack exists" };
}

async function tried(command: string, dryRun: () => Promise<unknown>): Promise<CheckRow> {
  const what = `ec2:${command}`;
  try {
    await dryRun();
    return { what, result: "unknown", evidence: "the dry run had no answer", next: "try again" };
  } catch (error) {
    if (!(error instanceof OpsError)) return unknownRow(what, error);
    if (error.code === "aws-DryRunOperation") return pass(what, "a dry run was allowed");
    return /Unauthorized|AccessDenied/.test(error.code) ? failedRow(what, error) : unknownRow(what, error);
  }
}

/** Auto Scaling and IAM have no dry run; IAM's simulator knows the policies of the caller. */
const simulated = [
  "autoscaling:CreateAutoScalingGroup",
  "autoscaling:UpdateAutoScalingGroup",
  "autoscaling:DeleteAutoScalingGroup",
  "autoscaling:TerminateInstanceInAutoScalingGroup",
  "autoscaling:SuspendProcesses",
  "autoscaling:ResumeProcesses",
  "iam:GetInstanceProfile",
  "iam:PassRole",
];

async function simulatedRights(account: Account): Promise<readonly CheckRow[]> {
  const iam = await account.iam();
  const { who } = await account.identify();
  const { EvaluationResults = [] } = await iam.simulatePrincipalPolicy({
    PolicySourceArn: principalOf(who),
    ActionNames: simulated,
  });
  return EvaluationResults.map(({ EvalActionName: what = "", EvalDecision }) =>
    EvalDecision === "allowed"
      ? pass(what, "the policies allow it")
      : {
          what,
          result: "fail" as const,
          evidence: `the policies say ${EvalDecision}`,
          next: `ask for the right ${what}`,
        },
  );
}

/** `arn:aws:sts::1:assumed-role/ops/jane` -> `arn:aws:iam::1:role/ops`: the simulator takes roles, not their sessions. */
export function principalOf(arn: string): string {
  return arn.replace(/^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\/.*$/, "arn:$1:iam::$2:role/$3");
}
