import { createHash } from "node:crypto";

/** A commit as a material tells it. */
export interface Modification {
  readonly sha: string;
  /** World milliseconds. */
  readonly at: number;
  readonly author: string;
  readonly title: string;
}

/** One stage, planned when its run begins. */
export interface PlannedStage {
  readonly name: string;
  /** World milliseconds. */
  readonly from: number;
  readonly until: number;
  readonly result: "Passed" | "Failed";
}

/** One run of a pipeline. Its stages follow one another; after one that fails there is no other. */
export interface PipelineRun {
  readonly counter: number;
  /** World milliseconds. */
  readonly scheduledAt: number;
  /** Absent: new commits were the cause. */
  readonly forcedBy?: string;
  readonly hasChanged: boolean;
  /** The newest first; at least one. */
  readonly modifications: readonly Modification[];
  readonly stages: readonly PlannedStage[];
}

/** What every pipeline does, and between how many world seconds that takes. */
const stages = [
  { name: "build", least: 120, most: 300 },
  { name: "publish", least: 60, most: 120 },
] as const;

export const stageNames: readonly string[] = stages.map(({ name }) => name);

/** The stages of a run, the same each time for the same pipeline, counter and seed. */
export function planStages(key: string, from: number, isBroken: boolean): readonly PlannedStage[] {
  const planned: PlannedStage[] = [];
  for (const { name, least, most } of stages) {
    const begins = planned.at(-1)?.until ?? from;
    const until = begins + Math.round(least + share(`${key}/${name}`) * (most - least)) * 1000;
    planned.push({ name, from: begins, until, result: isBroken ? "Failed" : "Passed" });
    if (isBroken) break;
  }
  return planned;
}

/** From 0 up to 1. */
export function share(key: string): number {
  return Number.parseInt(createHash("sha256").update(key).digest("hex").slice(0, 8), 16) / 2 ** 32;
}

/** When it has passed; `undefined` for one that fails. */
export function passedAt({ stages: planned }: PipelineRun): number | undefined {
  const last = planned.at(-1);
  return last?.result === "Passed" && planned.length === stages.length ? last.until : undefined;
}

/** Until when it runs. */
export function endOf({ stages: planned, scheduledAt }: PipelineRun): number {
  return planned.at(-1)?.until ?? scheduledAt;
}

/** The commit that it is about. */
export function revisionOf({ modifications }: PipelineRun): string {
  return modifications[0]?.sha ?? "";
}
