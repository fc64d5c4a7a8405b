/**
 * `parked-run`: one that can be gone on with; `word`: what help explains. `master`, `agent`, `server`: one that exists,
 * by name, full name, id or address; it arrives as its short name. `new-master`, `new-agent`: the name of one to be made.
 * `iam-role`: as the environment's sources name it: `mesos-fixed`.
 */
export type ParameterType =
  | "stack"
  | "host"
  | "run"
  | "parked-run"
  | "word"
  | "text"
  | "number"
  | "master"
  | "agent"
  | "server"
  | "new-master"
  | "new-agent"
  | "zone"
  | "runbook"
  | "mesos-version"
  | "pipeline"
  | "iam-role";

/** A parameter of a verb, for its help, its checking and its completion. */
export interface Parameter {
  readonly name: string;
  readonly type: ParameterType;
  readonly isOptional?: boolean;
  /** Takes all arguments that remain. */
  readonly isRest?: boolean;
  readonly title: string;
}
