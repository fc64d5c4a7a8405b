import type { OpsError } from "../model/error.ts";
import type { Parameter } from "../model/parameter.ts";
import type { Person } from "../model/run.ts";
import type { Queue } from "./queue.ts";

/** How something at the prompt is called. */
export interface Call {
  readonly parameters: readonly Parameter[];
  /** It can be applied: `create!("test")`. */
  readonly hasBang: boolean;
}

/** A verb of a word, typed after its dot. */
export interface WordVerb extends Call {
  /** `create` */
  readonly name: string;
  readonly title: string;
}

/** A name that the prompt knows: a recipe, a runbook or a function; for completion and help. */
export interface Word {
  /** `MesosCluster` */
  readonly name: string;
  /** One line. */
  readonly title: string;
  /** When to use it, a short paragraph. */
  readonly doc: string;
  readonly verbs: readonly WordVerb[];
  /** How the word itself is called, for functions and runbooks: `resume!("r7")`. */
  readonly call?: Call;
  /** Calls of it that can be typed here. */
  readonly example?: Example;
}

/** `MesosCluster.status("test")` and, where it can act, `MesosCluster.create("test")`, without the bang. */
export interface Example {
  readonly look: string;
  readonly act?: string;
}

/** One environment's console as the prompt sees it. */
export interface Console {
  /** `cantareira > ` or `cantareira REHEARSAL > ` */
  readonly promptText: string;
  /** Recipes, runbooks and functions by the names under which they are typed. */
  readonly bindings: Readonly<Record<string, unknown>>;
  readonly words: readonly Word[];
  /** What could not be loaded, file by file; everything else is there. */
  readonly failures: readonly OpsError[];
  /** Where its verbs' applications queue. */
  readonly queue: Queue;
  /** What was seen last, synchronously; the same array as long as nothing new was seen. */
  candidates(type: Parameter["type"]): readonly string[];
  /** A value for people; an OpsError as what failed, why and what to type next. Free of foreign control sequences. */
  show(value: unknown): string;
  /** The same to one who saw it come about: of a run that was drawn only what came of it. Absent: as `show`. */
  showSeen?(value: unknown): string;
  /** A value as one of the documented JSON documents, else as itself. */
  toJson(value: unknown): unknown;
  /** What the value says of success: 0, or 1 for a failed check, 4 for a parked run and so on. */
  exitStatusOf(value: unknown): number;
  /** The lines above the first prompt: the world, parked runs. */
  banner(): string;
  /** Parks the run under way; `false` when there is none. */
  interrupt(): boolean;
  close(): Promise<void>;
}

export interface ConsoleOptions {
  /** The name of a file in `environments/`, or the path of one. */
  readonly environment: string;
  /** The folder of everything that is kept. */
  readonly home: string;
  /** The project's folder. */
  readonly root: string;
  readonly isRehearsal: boolean;
  /** Starts the rehearsal world over. */
  readonly isFresh: boolean;
  readonly seed?: number;
  readonly faults: readonly string[];
  readonly person: Person;
}
