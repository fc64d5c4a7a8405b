import { type Fields, isFields, type Json } from "../../model/json.ts";
import { isTrueAt, textAt } from "../../model/json-at.ts";
import { quoted } from "../../model/printable.ts";
import type { ConditionState } from "../../model/resource.ts";
import type { Client } from "./client.ts";
import { airflowError } from "./error.ts";

export type Look = (client: Client, parameters: Fields) => Promise<ConditionState>;

/** What can be asked of Airflow, by the condition's name. */
export const conditions: Readonly<Record<string, Look>> = {
  "dags-listed": dagsListed,
  "dags-parse": dagsParse,
  "dags-as-before": dagsAsBefore,
};

const namedAtMost = 10;

/** Value: whether each DAG is paused, by its id. */
async function dagsListed(client: Client): Promise<ConditionState> {
  const dags = await readDags(client);
  const paused = Object.keys(dags).filter((id) => dags[id] === true);
  const detail = `${counted(Object.keys(dags).length)}, ${paused.length} paused${among(paused)}`;
  return { holds: "yes", detail, value: dags };
}

async function readDags(client: Client): Promise<Readonly<Record<string, boolean>>> {
  const dags = await client.list("/dags", "dags", { order_by: "dag_id" });
  return Object.fromEntries(dags.map((dag) => [idOf(dag), isTrueAt(dag, "is_paused")]));
}

function idOf(dag: Json): string {
  const id = textAt(dag, "dag_id");
  if (id !== undefined) return id;
  throw airflowError("airflow-answer", "A DAG as Airflow tells it", "it lacks its id");
}

function counted(count: number): string {
  return `${count} ${count === 1 ? "DAG" : "DAGs"}`;
}

function among(ids: readonly string[]): string {
  return ids.length === 0 ? "" : ` (${listed(ids)})`;
}

function listed(texts: readonly string[]): string {
  const shown = texts.slice(0, namedAtMost).map((text) => quoted(text, 160));
  const rest = texts.length - shown.length;
  return [...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join(", ");
}

/** No file of DAGs fails to be imported. Who does not read them has no errors, either: it answers 200 all the same. */
async function dagsParse(client: Client): Promise<ConditionState> {
  const errors = await client.list("/importErrors", "import_errors", {});
  if (errors.length === 0) return noErrors(client, await client.unhealthy());
  const detail = `import errors in ${listed(errors.map(errorText))}`;
  const next = `mend the files, deploy them, and look again; the whole traces: ${client.url}`;
  return { holds: "no", detail, next };
}

function noErrors({ url }: Client, unhealthy: readonly string[]): ConditionState {
  const detail = "no file of DAGs has an import error";
  if (unhealthy.length === 0) return { holds: "yes", detail };
  const why = `${listed(unhealthy)} ${unhealthy.length === 1 ? "is" : "are"} unhealthy: the files may not have been read`;
  return { holds: "no", detail: `${detail}, but ${why}`, next: `bring it back (${url}), then look again` };
}

/** The last line of a trace says what is wrong. */
function errorText(error: Json): string {
  const lines = (textAt(error, "stack_trace") ?? "").trimEnd().split("\n");
  return `${textAt(error, "filename") ?? "an unnamed file"}: ${lines.at(-1)?.trim() ?? ""}`;
}

/** Every DAG of before is there, and paused or not as it was. Parameters: `{before}`, the value of `dags-listed`. */
async function dagsAsBefore(client: Client, { before }: Fields): Promise<ConditionState> {
  if (!isFields(before)) return { holds: "unknown", detail: "it is not known which DAGs there were before" };
  const now = await readDags(client);
  const differing = Object.keys(before).flatMap((id) =>
    differenceOf(id, before[id] === true, Object.hasOwn(now, id) ? now[id] : undefined),
  );
  const added = Object.keys(now).filter((id) => !Object.hasOwn(before, id));
  const more = added.length > 0 ? `; new since: ${listed(added)}` : "";
  if (differing.length === 0) {
    return { holds: "yes", detail: `${counted(Object.keys(before).length)} as before${more}`, value: now };
  }
  const next = `see ${client.url}/dags: a DAG that is missing may have an import error, or its deployment is not over`;
  return { holds: "no", detail: `${listed(differing)}${more}`, next };
}

function differenceOf(id: string, wasPaused: boolean, isPaused: boolean | undefined): readonly string[] {
  if (isPaused === undefined) return [`${id} is missing`];
  if (isPaused === wasPaused) return [];
  return [isPaused ? `${id} is paused and was not` : `${id} is not paused and was`];
}
