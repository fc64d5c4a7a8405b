/** A parameter of a verb, for its help, its checking and its completion. */
export interface Parameter {
  readonly name: string;
  readonly type: "stack" | "host" | "run" | "text" | "number";
  readonly isOptional?: boolean;
  /** Takes all arguments that remain. */
  readonly isRest?: boolean;
  readonly title: string;
}
