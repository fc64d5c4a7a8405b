import { isFields, type Json } from "../../../model/json.ts";
import { quoted } from "../../../model/printable.ts";
import { checkedJson, type Fault, type Path, type SourceFile } from "./source-file.ts";

const versions = ["2012-10-17", "2008-10-17"];
const documentKeys = ["Version", "Id", "Statement"];
const statementKeys = ["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"];
const actionPattern = /^(?:\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+)$/;
const resourcePattern = /^(?:\*|arn:[^:]*:[^:]*:[^:]*:[^:]*:.+)$/s;

/**
 * A policy of the repository as IAM takes it for a role's own. Source: IAM user guide, "Grammar of the IAM JSON policy
 * language" and "IAM JSON policy elements reference".
 * @throws OpsError `malformed-policy` with file and line
 */
export function readPolicyFile(file: SourceFile): Promise<Json> {
  return checkedJson(file, faultsOfDocument);
}

function faultsOfDocument(value: Json): readonly Fault[] {
  if (!isFields(value)) return [{ path: [], problem: "a policy document is an object" }];
  const { Version, Statement } = value;
  return [
    ...unknownKeys(value, documentKeys, []),
    ...(Version === undefined || versions.some((each) => each === Version)
      ? []
      : [{ path: ["Version"], problem: `the Version is none of ${versions.join(", ")}` }]),
    ...faultsOfStatements(Statement),
  ];
}

function faultsOfStatements(value: Json | undefined): readonly Fault[] {
  if (isFields(value)) return faultsOfStatement(value, ["Statement"]);
  if (!isList(value) || value.length === 0) return [{ path: ["Statement"], problem: "there is no Statement" }];
  const sids = value.flatMap((each) => (isFields(each) && typeof each.Sid === "string" ? [each.Sid] : []));
  return value.flatMap((each, index) => [
    ...faultsOfStatement(each, ["Statement", index]),
    ...(isFields(each) && sids.filter((sid) => sid === each.Sid).length > 1
      ? [{ path: ["Statement", index, "Sid"], problem: "another statement has the same Sid" }]
      : []),
  ]);
}

function faultsOfStatement(value: Json, path: Path): readonly Fault[] {
  if (!isFields(value)) return [{ path, problem: "a statement is an object" }];
  const { Sid, Effect, Condition } = value;
  const fault = (key: string, problem: string): Fault => ({ path: [...path, key], problem });
  return [
    ...unknownKeys(value, statementKeys, path),
    ...(Effect === "Allow" || Effect === "Deny" ? [] : [fault("Effect", "the Effect is Allow or Deny")]),
    ...(isSid(Sid) ? [] : [fault("Sid", "a Sid has letters and digits only")]),
    ...faultsOfChoice(value, ["Action", "NotAction"], actionPattern, path),
    ...faultsOfChoice(value, ["Resource", "NotResource"], resourcePattern, path),
    ...(Condition === undefined || isCondition(Condition)
      ? []
      : [fault("Condition", "a Condition is {operator: {key: values}}")]),
  ];
}

function isSid(value: Json | undefined): boolean {
  return value === undefined || (typeof value === "string" && /^[A-Za-z0-9]*$/.test(value));
}

function isCondition(value: Json): boolean {
  if (!isFields(value)) return false;
  const isOperator = (keys: Json) => isFields(keys) && Object.values(keys).every((values) => isTextual(values));
  return Object.values(value).every(isOperator);
}

function isTextual(value: Json): boolean {
  const isOne = (each: Json) => typeof each === "string" || typeof each === "boolean" || typeof each === "number";
  return isList(value) ? value.every(isOne) : isOne(value);
}

/** Exactly one of the two, with a text or a list of texts that look like one. */
function faultsOfChoice(
  statement: { readonly [key: string]: Json },
  keys: readonly [string, string],
  pattern: RegExp,
  path: Path,
): readonly Fault[] {
  const [key, ...others] = keys.filter((each) => each in statement);
  if (key === undefined || others.length > 0) return [{ path, problem: `it takes one of ${keys.join(" and ")}` }];
  const value = statement[key];
  const texts = isList(value) ? value : [value];
  const isFit = (each: Json | undefined) => typeof each === "string" && pattern.test(each);
  const unfit = texts.findIndex((each) => !isFit(each));
  if (texts.length === 0) return [{ path: [...path, key], problem: `${key} is empty` }];
  if (unfit < 0) return [];
  const at = isList(value) ? [...path, key, unfit] : [...path, key];
  return [{ path: at, problem: `${quoted(JSON.stringify(texts[unfit]))} is no ${key}` }];
}

/** Principal among them: a role's own policy says what the role may, never who else. */
function unknownKeys(fields: { readonly [key: string]: Json }, known: readonly string[], path: Path): readonly Fault[] {
  const unknown = Object.keys(fields).filter((key) => !known.includes(key));
  return unknown.map((key) => ({
    path: [...path, key],
    problem: `${quoted(key)} has no place here; there are ${known.join(", ")}`,
  }));
}

/** `Array.isArray` does not narrow read-only arrays. */
function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
