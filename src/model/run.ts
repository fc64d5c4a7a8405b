import type { JournalEvent } from "./journal.ts";
import type { Json } from "./json.ts";
import type { Plan, Risk, Verdict } from "./plan.ts";
import type { Choice, Owed, Seen, StepOutcome } from "./procedure.ts";
import type { ConditionState } from "./resource.ts";
import type { Identity } from "./system.ts";
import type { Clock } from "./world.ts";

export type RunStatus = "running" | "parked" | "done" | "failed" | "aborted";

export type StepStatus = "asked" | "answered" | "intended" | "done" | "failed" | "doubted" | "settled";

/** One question or effect of a run, derived from its events. */
export interface RunStep {
  /** `confirm`, or `<change id>/<effect>/<attempt>` */
  readonly step: string;
  /** The change's id, for effects. */
  readonly change?: string;
  readonly status: StepStatus;
  /** ISO 8601 */
  readonly beganAt: string;
  readonly endedAt?: string;
  /** The answer, the effect's value, the failure or the evidence. */
  readonly value?: Json;
  readonly evidence?: string;
}

/** A step of a campaign that follows another plan as a run of its own. */
export interface ParentStep {
  readonly run: string;
  readonly step: string;
}

/** One execution of a plan by one operator in one world, derived from the journal. */
export interface Run {
  readonly id: string;
  readonly title: string;
  readonly status: RunStatus;
  readonly who: string;
  readonly environment: string;
  readonly stack: string;
  readonly world: string;
  readonly worldId: string;
  readonly beganAt: string;
  readonly endedAt?: string;
  /** Why it is parked, failed or aborted, and the command to type next. */
  readonly why?: string;
  readonly next?: string;
  readonly plan: Plan;
  /** The run and its step that this one was begun for. */
  readonly parent?: ParentStep;
  readonly steps: readonly RunStep[];
  /** When each change that is done was done, its waits included, by its id; ISO 8601. Without one that was so already. */
  readonly completedAt: Readonly<Record<string, string>>;
  /** Of a runbook: what became of its steps so far, in the order in which that was settled. */
  readonly outcomes: readonly StepOutcome[];
  /** What it changed for a while and has not taken back, or may not have. */
  readonly owed: readonly Owed[];
  /** Whether the cluster was seen to be as it should after the changes; `not-done` where nothing says where to look. */
  readonly verification?: readonly { readonly what: string; readonly state: ConditionState }[];
}

export interface RunBegan {
  readonly type: "began";
  readonly run: string;
  readonly plan: Plan;
  readonly identities: readonly Identity[];
  /** Ids of the changes that were done before, of a run that is gone on with. */
  readonly done?: readonly string[];
  /** Of a runbook: what became of its steps before. */
  readonly outcomes?: readonly StepOutcome[];
  /** The world's clock, for elapsed times; absent: the wall clock. */
  readonly clock?: Pick<Clock, "now">;
  /** Runs that came before, for how long a change usually takes. */
  readonly earlier?: readonly Run[];
}

/** What the engine tells while a run goes on: journal events, and what is not worth a journal row. */
export type RunEvent =
  | { readonly type: "journal"; readonly event: JournalEvent }
  | RunBegan
  | { readonly type: "change"; readonly change: string; readonly state: "begun" | "done" | "already" | "failed" }
  | {
      readonly type: "step";
      readonly step: string;
      readonly state: "begun" | StepOutcome["state"];
      readonly detail?: string;
      /** What a check saw. */
      readonly seen?: readonly Seen[];
      /** ISO 8601, by the world's clock, where no run began here that told of the clock. */
      readonly at?: string;
    }
  | { readonly type: "log"; readonly change: string; readonly line: string }
  | {
      readonly type: "waiting";
      readonly change?: string;
      readonly what: string;
      readonly state: ConditionState;
      readonly withinSeconds: number;
    }
  | { readonly type: "throttled"; readonly system: string; readonly what: string; readonly waitSeconds: number }
  | { readonly type: "ended"; readonly run: Run };

/** A question that stands between a plan and its effects. */
export interface Question {
  readonly step: string;
  readonly level: Exclude<Risk, "read">;
  /** What is asked, one line. */
  readonly text: string;
  /** What will be interrupted or lost, a line each, shown before the question. */
  readonly loses: readonly string[];
  /** Access that is given, a line each; shown by itself. */
  readonly gains?: readonly string[];
  /** What has to be typed for `destructive`: the target's name. */
  readonly expects?: string;
  readonly plan: Plan;
  readonly verdicts: readonly Verdict[];
  /** Of a runbook's step: what is to be typed instead of a yes. */
  readonly wants?: Wanted;
}

/**
 * - `text`: a free text.
 * - `choice`: the name of one of the choices; with `reasonFor` a colon and a reason follow those names: `skip: known broken`.
 * - `attestation`: who and what, in one line.
 * `isForPersons`: no flag answers it.
 */
export type Wanted =
  | { readonly kind: "text" | "attestation"; readonly step: string; readonly isForPersons?: boolean }
  /** `all`, `none`, or `without NAME: REASON; NAME: REASON` of the items. */
  | {
      readonly kind: "selection";
      readonly step: string;
      readonly items: readonly string[];
      readonly isForPersons?: boolean;
    }
  | {
      readonly kind: "choice";
      readonly step: string;
      readonly isForPersons?: boolean;
      readonly choices: readonly Choice[];
      readonly reasonFor?: readonly string[];
    };

/** `how`: `typed`, `--yes`, `--confirm`, `--attest`. */
export interface Answer {
  readonly isYes: boolean;
  readonly text: string;
  readonly how: string;
}

/** The one who is asked and who watches: a person at a terminal, or flags and plain lines. */
export interface Person {
  /**
   * Resolves with the answer; throws OpsError `parked` or `interrupted` when nobody answers. Never a yes by silence.
   * @param park aborted when the run is to park: the question is left
   */
  ask(question: Question, park?: AbortSignal): Promise<Answer>;
  /** Draws. Must not throw and must not block. */
  show(event: RunEvent): void;
  /** Gives the terminal to a program that asks for a password or a one-time code. Absent: nobody is at a terminal. */
  lend?<T>(work: () => Promise<T>): Promise<T>;
}
