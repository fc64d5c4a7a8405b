import type { IamPolicies } from "../../../model/sources.ts";
import type { Files } from "./edited-files.ts";
import type { Past } from "./history.ts";

function policy(actions: readonly string[], resource: string): string {
  const statement = { Effect: "Allow", Action: actions, Resource: resource };
  return `${JSON.stringify({ Version: "2012-10-17", Statement: [statement] }, null, 2)}\n`;
}

const describe = policy(["ec2:DescribeInstances", "ec2:DescribeTags"], "*");
const readJobs = policy(["s3:GetObject", "s3:ListBucket"], "arn:aws:s3:::jobs.example/*");

function roles(iam: IamPolicies, policies: readonly string[]): Files {
  const text = `${JSON.stringify({ policies }, null, 2)}\n`;
  return Object.fromEntries(Object.values(iam.roles).map((file) => [file, text]));
}

/** Role files and policy documents, and how they came to be as they are. */
export function pastOfPolicies(iam: IamPolicies): readonly Past[] {
  const at = (name: string) => `${iam.policies}/${name}.json`;
  return [
    {
      title: "Import the roles of Mesos",
      files: {
        "README.md": "# iam-policies\n",
        ...roles(iam, ["describe-instances"]),
        [at("describe-instances")]: describe,
      },
    },
    {
      title: "Let agents read what jobs need",
      files: { ...roles(iam, ["describe-instances", "read-jobs-bucket"]), [at("read-jobs-bucket")]: readJobs },
    },
  ];
}
