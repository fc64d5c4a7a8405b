import { isFields, type Json, textsIn } from "../../../model/json.ts";
import { quoted } from "../../../model/printable.ts";
import { checkedJson, type Fault, type SourceFile } from "./source-file.ts";

/** What IAM takes as the name of an inline policy. */
const policyName = /^[\w+=,.@-]{1,128}$/;

/**
 * The names of the policies that a role has: `{"policies": ["describe-instances", "read-jobs-bucket"]}`. Each is a file
 * `<name>.json` in the directory of the policies. The seed says that there are such files and not what is in them: this
 * shape is a guess (`docs/iam-roles.md`), and any other is refused.
 * @throws OpsError `malformed-policy` with file and line
 */
export async function readRoleFile(file: SourceFile): Promise<readonly string[]> {
  const value = await checkedJson(file, faultsOf);
  return isFields(value) ? textsIn(value.policies) : [];
}

function faultsOf(value: Json): readonly Fault[] {
  if (!isFields(value)) return [{ path: [], problem: 'a role file is an object: {"policies": ["name"]}' }];
  const others = Object.keys(value).filter((key) => key !== "policies");
  return [
    ...others.map((key) => ({ path: [key], problem: `${quoted(key)} is not known here; there is "policies"` })),
    ...faultsOfNames(value.policies),
  ];
}

function faultsOfNames(value: Json | undefined): readonly Fault[] {
  if (!isList(value)) return [{ path: ["policies"], problem: '"policies" is a list of names' }];
  return value.flatMap((name, index) => {
    const path = ["policies", index];
    if (typeof name !== "string" || !policyName.test(name)) {
      return [{ path, problem: `${quoted(JSON.stringify(name))} is no name of a policy` }];
    }
    return value.indexOf(name) < index ? [{ path, problem: `${name} stands twice` }] : [];
  });
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
