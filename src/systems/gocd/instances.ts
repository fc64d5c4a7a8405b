import type { Json } from "../../model/json.ts";
import { at, isTrueAt, listAt, numberAt, textAt } from "../../model/json-at.ts";
import { gocdError } from "./error.ts";

/** One run of a pipeline, as history and `GET /pipelines/NAME/COUNTER` tell it. */
export interface Instance {
  readonly pipeline: string;
  readonly counter: number;
  readonly label: string;
  /** Milliseconds since the epoch; absent in old versions. */
  readonly scheduledAt?: number;
  readonly cause: { readonly isForced: boolean; readonly approver: string; readonly message: string };
  readonly materials: readonly MaterialRevision[];
  readonly stages: readonly Stage[];
}

export interface MaterialRevision {
  /** `URL: git@github.com:nubank/deploy.git, Branch: master` */
  readonly description: string;
  readonly modifications: readonly { readonly revision: string; readonly at: number }[];
}

export interface Stage {
  readonly name: string;
  /** A number of its own for each time it ran in this instance; a text in the protocol. */
  readonly counter: string;
  readonly isScheduled: boolean;
  readonly isManual: boolean;
  readonly state: StageState;
}

/** `waiting`: it has not been scheduled. `Failing`, and a failed job beside running ones, are still `running`. */
export type StageState = "waiting" | "running" | "passed" | "failed" | "cancelled";

/** @throws OpsError `gocd-answer` when it lacks what makes it one */
export function instanceIn(value: Json): Instance {
  const pipeline = textAt(value, "name");
  const counter = numberAt(value, "counter");
  const stages = listAt(value, "stages").map(stageIn);
  // Without a stage every stage would have passed.
  if (pipeline === undefined || counter === undefined || stages.length === 0) {
    throw gocdError("gocd-answer", "A pipeline's run as GoCD tells it", "it lacks its name, its counter or its stages");
  }
  const scheduledAt = numberAt(value, "scheduled_date");
  return {
    pipeline,
    counter,
    label: textAt(value, "label") ?? String(counter),
    ...(scheduledAt !== undefined && { scheduledAt }),
    cause: causeIn(at(value, "build_cause")),
    materials: listAt(value, "build_cause", "material_revisions").map(materialIn),
    stages,
  };
}

function causeIn(cause: Json | undefined): Instance["cause"] {
  return {
    isForced: isTrueAt(cause, "trigger_forced"),
    approver: textAt(cause, "approver") ?? "",
    message: textAt(cause, "trigger_message") ?? "",
  };
}

function materialIn(material: Json): MaterialRevision {
  return {
    description: textAt(material, "material", "description") ?? "",
    modifications: listAt(material, "modifications").map((modification) => ({
      revision: textAt(modification, "revision") ?? "",
      at: numberAt(modification, "modified_time") ?? 0,
    })),
  };
}

function stageIn(stage: Json): Stage {
  return {
    name: textAt(stage, "name") ?? "",
    counter: textAt(stage, "counter") ?? "1",
    isScheduled: isTrueAt(stage, "scheduled"),
    isManual: textAt(stage, "approval_type") === "manual",
    state: stateIn(stage),
  };
}

/** Old versions tell no status: then the result counts once all jobs have ended. */
function stateIn(stage: Json): StageState {
  if (!isTrueAt(stage, "scheduled")) return "waiting";
  const status = textAt(stage, "status") ?? (hasEnded(stage) ? textAt(stage, "result") : "Building");
  if (status === "Passed") return "passed";
  if (status === "Failed") return "failed";
  return status === "Cancelled" ? "cancelled" : "running";
}

function hasEnded(stage: Json): boolean {
  const jobs = listAt(stage, "jobs");
  return jobs.length > 0 && jobs.every((job) => textAt(job, "state") === "Completed");
}
