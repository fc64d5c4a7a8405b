import type { IamPolicies } from "../../model/sources.ts";

/** One commit of the repository with the roles. `null`: the file was removed. */
export interface PolicyCommit {
  readonly title: string;
  readonly files: Readonly<Record<string, string | null>>;
}

/**
 * The history of the roles and their policies, oldest first. The last commit has not been deployed when a world begins:
 * it gives some access and takes some away.
 */
export function policyHistory(iam: IamPolicies): readonly PolicyCommit[] {
  const at = (name: string) => `${iam.policies}/${name}.json`;
  const put = (name: string, ...statements: readonly Statement[]) => ({ [at(name)]: policyText(statements) });
  return [
    {
      title: "Import the roles of Mesos",
      files: {
        "README.md": "# iam-policies\n",
        ...roles(iam, () => ["describe-instances"]),
        ...put("describe-instances", allow("DescribeHosts", ["ec2:DescribeInstances", "ec2:DescribeTags"], "*")),
      },
    },
    {
      title: "Let agents read what jobs need, and write their logs",
      files: { ...roles(iam, deployedOf), ...put("read-jobs-bucket", ...readJobs), ...put("write-logs", writeLogs) },
    },
    {
      title: "Keep the bucket's settings out of everybody's reach",
      files: put("read-jobs-bucket", ...readJobs, denySettings),
    },
    {
      title: "Let fixed agents write results and metrics; logs go through the host's own agent now",
      files: {
        ...roles(iam, (role) => (role === "mesos-fixed" ? fixedPolicies : deployedOf(role))),
        ...put("push-metrics", pushMetrics),
        ...put("read-jobs-bucket", readObjects, writeResults, denySettings),
      },
    },
  ];
}

/** What every role has when a world begins: names and texts of its policies. */
export function deployedPolicies(iam: IamPolicies, role: string): ReadonlyMap<string, string> {
  const files = filesAfter(policyHistory(iam).slice(0, -1));
  const named = JSON.parse(files.get(iam.roles[role] ?? "") ?? '{"policies":[]}');
  const names: readonly string[] = named.policies;
  return new Map(names.map((name) => [name, files.get(`${iam.policies}/${name}.json`) ?? ""]));
}

function filesAfter(commits: readonly PolicyCommit[]): ReadonlyMap<string, string> {
  const entries = commits.flatMap(({ files }) => Object.entries(files));
  return new Map([...new Map(entries)].flatMap(([path, text]) => (text === null ? [] : [[path, text]])));
}

/** `{environment}-{stack}-{role}` with the words in their places. */
export function nameOf(template: string, words: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_, word: string) => words[word] ?? "");
}

type Statement = Readonly<Record<string, unknown>>;

function allow(Sid: string, Action: readonly string[], Resource: string | readonly string[]): Statement {
  return { Sid, Effect: "Allow", Action, Resource };
}

const bucket = "arn:aws:s3:::jobs.example";
const readObjects = allow("ReadObjects", ["s3:GetObject"], `${bucket}/*`);
const readJobs = [readObjects, allow("ListJobs", ["s3:ListBucket"], bucket)];
const writeResults = allow("WriteResults", ["s3:PutObject"], `${bucket}/results/*`);
const denySettings = { Sid: "NoSettings", Effect: "Deny", Action: ["s3:PutBucketPolicy"], Resource: bucket };
const writeLogs = allow(
  "WriteLogs",
  ["logs:CreateLogStream", "logs:PutLogEvents"],
  "arn:aws:logs:us-east-1:*:log-group:mesos:*",
);
const pushMetrics = {
  ...allow("PushMetrics", ["cloudwatch:PutMetricData"], "*"),
  Condition: { StringEquals: { "cloudwatch:namespace": "mesos" } },
};

/** Agents have what jobs need; masters only look around. */
function deployedOf(role: string): readonly string[] {
  return role === "mesos-master" ? ["describe-instances"] : ["describe-instances", "read-jobs-bucket", "write-logs"];
}

const fixedPolicies = ["describe-instances", "push-metrics", "read-jobs-bucket"];

function roles({ roles }: IamPolicies, of: (role: string) => readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(roles).map(([role, file]) => [file, `${JSON.stringify({ policies: of(role) }, null, 2)}\n`]),
  );
}

function policyText(statements: readonly Statement[]): string {
  return `${JSON.stringify({ Version: "2012-10-17", Statement: statements }, null, 2)}\n`;
}
