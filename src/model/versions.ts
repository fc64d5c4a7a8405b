/** The last change of a line. */
export interface PinChange {
  /** Full. */
  readonly sha: string;
  /** ISO 8601. */
  readonly at: string;
  readonly author: string;
  /** The first line of the commit's message. */
  readonly title: string;
}

/** One place in a repository's default branch where a version is written (`Edit` and `Pin` of `model/sources.ts`). */
export interface PinPlace {
  /** The edit's id. */
  readonly edit: string;
  readonly repository: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** What it is a version of. */
  readonly of: string;
  readonly value: string;
  /** Absent: it could not be told. */
  readonly change?: PinChange;
}

/** What could not be read: a whole repository, or the places of one edit in it. */
export interface UnreadPins {
  readonly repository: string;
  readonly edit?: string;
  readonly error: string;
}

/** What tells pins: the system `git`. At most one fetch for each repository. */
export interface PinReader {
  pins(): Promise<readonly (PinPlace | UnreadPins)[]>;
}

/** Hosts of one kind in a stack that run the same version. */
export interface RunningHosts {
  /** `mesos-master`, or the agents' type. */
  readonly type: string;
  /** Absent: they do not tell. */
  readonly version?: string;
  readonly hosts: readonly string[];
}

/** What a stack is to run and what it runs. */
export interface StackVersions {
  readonly stack: string;
  /** The environment file that this console has loaded. */
  readonly loaded: string;
  /** In the default branch of this console's repository. Absent: it could not be read, or nothing pins it. */
  readonly pinned?: string;
  readonly running: readonly RunningHosts[];
  /** It has no hosts: there is nothing that could run anything. */
  readonly isUnmade?: true;
  /** Why what it runs could not be read. */
  readonly error?: string;
}

/** Something that disagrees, and what to do about it. */
export interface Disagreement {
  readonly what: string;
  readonly next: string;
}

/** Every pin, what every stack runs, and where they disagree. */
export interface Versions {
  /** `REHEARSAL cantareira` */
  readonly world: string;
  /** ISO 8601, the world's time. */
  readonly observedAt: string;
  /** The version that most pins have. Absent: none could be read. */
  readonly usual?: string;
  readonly pins: readonly PinPlace[];
  readonly stacks: readonly StackVersions[];
  readonly unread: readonly UnreadPins[];
  readonly disagreements: readonly Disagreement[];
}

export function isRead(row: PinPlace | UnreadPins): row is PinPlace {
  return "value" in row;
}
