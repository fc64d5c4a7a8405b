import type { Environment } from "./environment.ts";
import type { Change, Outcome, Plan, Risk } from "./plan.ts";
import type { Condition, ConditionState, Target } from "./resource.ts";

/** What a guard may look at. Every look is at the world as it is now; a look that fails is a refusal. */
export interface Facts {
  readonly environment: Environment;
  /** The plan that the change belongs to; its `verdicts` are empty here. */
  readonly plan: Plan;
  /** Ids of the changes of this run that are done. Empty while planning. */
  readonly done: ReadonlySet<string>;
  /** The real things the change touches, by their identity now. */
  targets(): Promise<readonly Target[]>;
  holds(condition: Condition): Promise<ConditionState>;
}

export interface Judgement {
  readonly outcome: Outcome;
  readonly because: string;
  readonly level?: Risk;
  readonly instead?: string;
  /** With `confirm`: what exactly a yes is to, where the change does not say. With another one it is asked again. */
  readonly about?: string;
}

/** Judges a change against what is observed now. One small file each in `src/guards/`, its default export. */
export interface Guard {
  /** `protected-resources`: the file's name. */
  readonly name: string;
  readonly title: string;
  readonly because: string;
  /** Its word is worth something only right before the effect: it is not asked when a plan is made. */
  readonly isOfTheMoment?: true;
  /** `undefined`: the guard has nothing to say of such a change. Throwing is a refusal. */
  judge(change: Change, facts: Facts): Promise<Judgement | undefined>;
}
