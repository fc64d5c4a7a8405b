import { readFileSync } from "node:fs";
import { type Fields, isFields, type Json } from "#src/model/json.ts";
import { at } from "#src/model/json-at.ts";
import { resolved, schemaDifferences } from "./schema.ts";

/** Part of GitHub's own description of its REST API (`@octokit/openapi`, MIT). */
const file = new URL("../../recorded/github/excerpt.openapi.json", import.meta.url);
const document: Json = JSON.parse(readFileSync(file, "utf8"));

export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly request?: Json;
  readonly status: number;
  /** `undefined`: the answer has none. */
  readonly body?: Json;
}

/** What HTTP has for any address: not changed, not known, not there. */
const everywhere: ReadonlySet<number> = new Set([304, 401, 404]);

/** How an exchange differs from what GitHub describes. `undefined`: the excerpt does not have it. */
export function differencesOf({ method, path, request, status, body }: Exchange): readonly string[] | undefined {
  const operation = at(document, "paths", templateOf(path) ?? "", method.toLowerCase());
  if (operation === undefined) return undefined;
  const given = at(operation, "responses", String(status));
  if (given === undefined) return everywhere.has(status) ? [] : [`${status} is no answer of it`];
  const schema = at(resolved(document, given), "content", "application/json", "schema");
  const wanted = at(operation, "requestBody", "content", "application/json", "schema");
  return [
    ...(schema === undefined && status < 300 && body !== undefined ? ["$: it has no body"] : []),
    ...(schema !== undefined ? schemaDifferences(document, schema, body ?? null) : []),
    ...(wanted !== undefined && request !== undefined ? schemaDifferences(document, wanted, request, "request") : []),
  ];
}

/** `/repos/{owner}/{repo}/pulls` for `/repos/nubank/deploy/pulls?state=all`. What is fixed goes before what is not. */
function templateOf(path: string): string | undefined {
  const [plain = ""] = path.split("?");
  const paths: Fields = isFields(at(document, "paths")) ? Object(at(document, "paths")) : {};
  const fits = Object.keys(paths).filter((template) => patternOf(template).test(plain));
  return fits.toSorted((one, other) => other.length - one.length)[0];
}

/** A ref may have slashes. */
function patternOf(template: string): RegExp {
  return new RegExp(`^${template.replace("{ref}", ".+").replaceAll(/\{\w+\}/g, "[^/]+")}$`);
}
