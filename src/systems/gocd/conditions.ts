import { orUnknown } from "../../model/condition-table.ts";
import { type Fields, isFields, type Json, textsIn } from "../../model/json.ts";
import { textAt } from "../../model/json-at.ts";
import type { ConditionState } from "../../model/resource.ts";
import { buildOf, runOrLater, type Searched } from "./built.ts";
import type { Client } from "./client.ts";
import { gocdError } from "./error.ts";
import { type Told, tellAbsent, tellRun } from "./told.ts";

/** What looks need. */
export interface Looks {
  readonly client: Client;
  readonly searched: Searched;
}

export type Look = (looks: Looks, parameters: Fields) => Promise<ConditionState>;

/** What can be asked of GoCD, by the condition's name. */
export const conditions: Readonly<Record<string, Look>> = { built, "pipeline-ran": pipelineRan };

/**
 * Each pipeline has a run of the revision that passed all of its stages. Parameters: `{pipelines, repository, revision}`,
 * the revision as a sha or as `{sha}`. Value: the runs.
 */
async function built(looks: Looks, { pipelines, repository, revision }: Fields): Promise<ConditionState> {
  const sha = shaIn(revision ?? null);
  if (sha === undefined) return { holds: "unknown", detail: "it is not known which revision is to be built" };
  const names = textsIn(pipelines);
  if (names.length === 0) return { holds: "yes", detail: "no pipeline builds it", value: [] };
  const wanted = { repository: typeof repository === "string" ? repository : "", revision: sha };
  return together(await Promise.all(names.map((pipeline) => ofOne(looks, { ...wanted, pipeline }))));
}

interface OfOne {
  readonly pipeline: string;
  readonly repository: string;
  readonly revision: string;
}

/** One that cannot be asked does not hide how the others stand. */
async function ofOne({ client, searched }: Looks, wanted: OfOne): Promise<Told> {
  return await orUnknown(async () => {
    const build = await buildOf(client, wanted, searched);
    return build
      ? await tellRun(client, build)
      : await tellAbsent(client, wanted.pipeline, wanted.revision.slice(0, 7));
  });
}

/** Yes when all are. A no that is final makes the whole final; what is to be done is told of each that lacks something. */
function together(told: readonly Told[]): ConditionState {
  const missing = told.filter(({ holds }) => holds !== "yes");
  const done = told.length - missing.length;
  const detail = told.map((each) => each.detail).join("; ");
  const progress = { done, total: told.length };
  if (missing.length === 0)
    return { holds: "yes", detail, progress, value: told.flatMap(({ passed }) => passed ?? []) };
  const next = missing.flatMap((each) => each.next ?? []).join("; ");
  const isFinal = missing.some((each) => each.isFinal);
  const holds = missing.some((each) => each.holds === "no") ? "no" : "unknown";
  return { holds, detail, progress, next, ...(isFinal && { isFinal: true }) };
}

/** The run with that counter passed, or one that was made in its place. Parameters: `{pipeline, counter}`. Value: the run. */
async function pipelineRan({ client }: Looks, { pipeline, counter }: Fields): Promise<ConditionState> {
  if (typeof pipeline !== "string") throw gocdError("gocd-unknown", "No pipeline is named", "the runbook gives none");
  const number = counterIn(counter ?? null);
  if (number === undefined) return { holds: "unknown", detail: `it is not known which run of ${pipeline} is meant` };
  const { passed, ...state } = await tellRun(client, await runOrLater(client, pipeline, number));
  return passed ? { ...state, value: [passed] } : state;
}

function shaIn(value: Json): string | undefined {
  const sha = typeof value === "string" ? value : textAt(value, "sha");
  return sha !== undefined && /^[0-9a-f]{7,64}$/.test(sha) ? sha : undefined;
}

function counterIn(value: Json): number | undefined {
  const counter = isFields(value) ? (value.counter ?? null) : value;
  const number = typeof counter === "string" && /^\d+$/.test(counter) ? Number(counter) : counter;
  return typeof number === "number" && Number.isSafeInteger(number) && number > 0 ? number : undefined;
}
