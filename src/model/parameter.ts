/** A parameter of a verb, for its help, its checking and its completion. */
export interface Parameter {
  readonly name: string;
  /** `parked-run`: one that can be gone on with; `word`: what help explains. */
  readonly type: "stack" | "host" | "run" | "parked-run" | "word" | "text" | "number";
  readonly isOptional?: boolean;
  /** Takes all arguments that remain. */
  readonly isRest?: boolean;
  readonly title: string;
}
