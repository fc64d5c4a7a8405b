import { readFileSync } from "node:fs";
import type { Fields, Json } from "#src/model/json.ts";
import { fieldsOf } from "#src/rehearsal/openstack/fields.ts";

/** One recorded exchange with a real OpenStack. */
export interface Exchange {
  readonly name: string;
  readonly method: string;
  /** With host and port, which say the service. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json;
  readonly status: number;
  readonly answer: Json;
  readonly answerHeaders: Readonly<Record<string, string>>;
}

/** The exchanges of one file, in their order. */
export function recorded(name: string): readonly Exchange[] {
  const file = readFileSync(new URL(`../../recorded/openstack/${name}.jsonl`, import.meta.url), "utf8");
  return file
    .trimEnd()
    .split("\n")
    .map((line) => exchange(JSON.parse(line)));
}

function exchange(line: Fields): Exchange {
  const [request, response] = [fieldsOf(line.request), fieldsOf(line.response)];
  return {
    name: String(line.name),
    method: String(request.method),
    url: String(request.url),
    headers: texts(request.headers),
    body: request.body ?? null,
    status: Number(response.status),
    answer: response.body ?? null,
    answerHeaders: texts(response.headers),
  };
}

function texts(value: Json | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(fieldsOf(value)).map(([name, text]) => [name.toLowerCase(), String(text)]));
}
