import { digest } from "../../../model/digest.ts";
import { isFields, type Json } from "../../../model/json.ts";
import { type Selection, selection } from "./selection.ts";

/** One condition of a statement: `StringEquals`, `aws:RequestedRegion`, any of the values. */
export type Clause = { readonly operator: string; readonly key: string; readonly values: readonly string[] };

/** One statement, with lists where IAM takes one or several, and everything that is a set in one order. */
export type Statement = {
  /** Empty without one. It names the statement and gives nothing. */
  readonly sid: string;
  readonly effect: "Allow" | "Deny";
  readonly actions: Selection;
  readonly resources: Selection;
  /** Only where it names some: a role's own policies do not. */
  readonly principals: Selection | null;
  /** All must hold. */
  readonly conditions: readonly Clause[];
};

/** A policy document as IAM understands it. Source: IAM user guide, "IAM JSON policy elements reference". */
export type PolicyDocument = {
  readonly version: string;
  readonly id: string;
  readonly statements: readonly Statement[];
};

/** What IAM takes a document for that names none. */
const oldestVersion = "2008-10-17";

/** Understands what is written, and passes over what is not of the language: a document that IAM holds is one that it took. */
export function documentOf(value: Json): PolicyDocument {
  const fields = isFields(value) ? value : {};
  return {
    version: textOf(fields.Version) || oldestVersion,
    id: textOf(fields.Id),
    statements: listOf(fields.Statement)
      .map(statementOf)
      .sort((one, other) => compare(JSON.stringify(one), JSON.stringify(other))),
  };
}

/** The same for documents that say the same: of order, of one or a list of one, of the case of actions it knows nothing. */
export function documentDigest({ statements, ...rest }: PolicyDocument): string {
  const alike = new Set(statements.map((each) => digest({ ...each, actions: lowerCase(each.actions) })));
  return digest({ ...rest, statements: [...alike].sort() });
}

/** IAM gives documents URL-encoded (protocol sheet, section 6), other servers sometimes plain. */
export function decodedDocument(text: string): Json {
  return JSON.parse(text.trimStart().startsWith("{") ? text : decodeURIComponent(text));
}

function lowerCase({ isExcept, of }: Selection): Selection {
  return { isExcept, of: [...new Set(of.map((each) => each.toLowerCase()))].sort() };
}

function statementOf(value: Json): Statement {
  const fields = isFields(value) ? value : {};
  return {
    sid: textOf(fields.Sid),
    effect: fields.Effect === "Deny" ? "Deny" : "Allow",
    actions: selection(textsOf(fields.Action), textsOf(fields.NotAction)),
    resources: selection(textsOf(fields.Resource), textsOf(fields.NotResource)),
    principals: principalsOf(fields.Principal, fields.NotPrincipal),
    conditions: clausesOf(fields.Condition),
  };
}

function principalsOf(those: Json | undefined, allBut: Json | undefined): Selection | null {
  if (those === undefined && allBut === undefined) return null;
  return selection(namedPrincipals(those), namedPrincipals(allBut));
}

/** `{"AWS": "*"}` and `"*"` are the same, says IAM's guide. */
function namedPrincipals(value: Json | undefined): readonly string[] | undefined {
  if (!isFields(value)) return textsOf(value);
  return Object.entries(value).flatMap(([kind, names]) =>
    (textsOf(names) ?? []).map((name) => (kind === "AWS" && name === "*" ? "*" : `${kind}:${name}`)),
  );
}

function clausesOf(value: Json | undefined): readonly Clause[] {
  const operators = isFields(value) ? Object.entries(value) : [];
  const clauses = operators.flatMap(([operator, keys]) =>
    Object.entries(isFields(keys) ? keys : {}).map(([key, values]) => ({
      operator,
      key,
      values: [...new Set(textsOf(values) ?? [])].sort(compare),
    })),
  );
  return clauses.sort((one, other) => compare(`${one.operator} ${one.key}`, `${other.operator} ${other.key}`));
}

/** `true` and `"true"` mean the same. */
function textsOf(value: Json | undefined): readonly string[] | undefined {
  if (value === undefined) return undefined;
  return listOf(value).map((each) => (typeof each === "string" ? each : JSON.stringify(each)));
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return isList(value) ? value : [value];
}

/** `Array.isArray` does not narrow read-only arrays. */
function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** The same on every machine, whatever its language. */
function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
