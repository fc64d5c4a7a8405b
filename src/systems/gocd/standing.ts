import type { Instance, Stage } from "./instances.ts";

/** How a run of a pipeline stands, and at which stage. A run whose every stage passed has none. */
export type Standing =
  | { readonly is: "passed" }
  | { readonly is: "running" | "failed" | "cancelled" | "gate"; readonly stage: Stage };

/**
 * Stages follow one another. One that failed or was cancelled ends the run until somebody runs it again; one that is to
 * be approved by hand holds it for ever. A pipeline has no state of its own.
 */
export function standingOf({ stages }: Instance): Standing {
  const stage = stages.find(({ state }) => state !== "passed");
  if (!stage) return { is: "passed" };
  if (stage.state === "failed" || stage.state === "cancelled") return { is: stage.state, stage };
  const isGate = stage.state === "waiting" && stage.isManual;
  return { is: isGate ? "gate" : "running", stage };
}

/** Where people see a stage, its jobs and their logs. */
export function stageUrl(url: string, { pipeline, counter }: Instance, stage: Stage): string {
  const path = [pipeline, counter, stage.name, stage.counter].map((part) => encodeURIComponent(part)).join("/");
  return `${url}/go/pipelines/${path}`;
}

/** Where people see the whole run. */
export function instanceUrl(url: string, pipeline: string, counter: number): string {
  return `${url}/go/pipelines/value_stream_map/${encodeURIComponent(pipeline)}/${counter}`;
}

/** Where people see the pipeline's runs. */
export function pipelineUrl(url: string, pipeline: string): string {
  return `${url}/go/pipeline/activity/${encodeURIComponent(pipeline)}`;
}
