/**
 * Why something did not go on. One tag, never a match on message text; it decides the exit status.
 *
 * - `usage`: bad input: exit 2.
 * - `refused`: a guard, or the environment's pinned identity: exit 3.
 * - `parked`: a person is needed: exit 4.
 * - `interrupted`: Ctrl-C or a closed terminal: exit 130.
 * - `check`: a check or a verification failed: exit 1.
 * - `system`: an outside system failed or could not be reached: exit 1.
 * - `journal`: the journal cannot be written or read: exit 1.
 * - `internal`: a defect of the console: exit 1.
 */
export type Reason = "usage" | "refused" | "parked" | "interrupted" | "check" | "system" | "journal" | "internal";

export interface OpsErrorInit {
  /** What the error is about, e.g. `unknown-stack`, `lease-held`; stable, for `--json` and tests. */
  code: string;
  reason: Reason;
  /** What failed, one line. */
  what: string;
  /** Why, one or more lines. */
  why: string;
  /** The command to type next, or the way round it. */
  next: string;
  cause?: unknown;
}

/** Every error an operator sees: what failed, why, and what to type next. */
export class OpsError extends Error {
  override readonly name: string = "OpsError";
  readonly code: string;
  readonly reason: Reason;
  readonly what: string;
  readonly why: string;
  readonly next: string;

  constructor(init: OpsErrorInit) {
    super(`${init.what}: ${init.why}`, { cause: init.cause });
    this.code = init.code;
    this.reason = init.reason;
    this.what = init.what;
    this.why = init.why;
    this.next = init.next;
  }
}

/** Whether an outside system failed or could not be asked, rather than a defect of ours. */
export function isSystemError(error: unknown): error is OpsError {
  return error instanceof OpsError && error.reason === "system";
}

/**
 * The effect provably did not happen: a refused connection, bad credentials, a validation error, a throttled call.
 * Any other exception that comes out of an effect is a doubt.
 */
export class NotDone extends OpsError {
  override readonly name = "NotDone";
}

/** The same error, of an effect that provably did not happen: it was not sent, or refused. */
export function notDone(error: OpsError): NotDone {
  const { code, reason, what, why, next } = error;
  return new NotDone({ code, reason, what, why, next, cause: error });
}

/** A look that fails before anything was sent proves that nothing happened. @throws NotDone */
export async function beforeSending<T>(look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (error) {
    throw error instanceof OpsError ? notDone(error) : error;
  }
}

/**
 * It was sent and came to its end, and that end is a failure. The journal keeps it, so that within the run it is not sent
 * again: to try once more gives the same answer. A new run does it anew.
 */
export class EndedBadly extends OpsError {
  override readonly name = "EndedBadly";
}

/** The exit status for a reason; see {@link Reason}. */
export function exitStatusOf(reason: Reason): number {
  const statuses: Record<Reason, number> = {
    usage: 2,
    refused: 3,
    parked: 4,
    interrupted: 130,
    check: 1,
    system: 1,
    journal: 1,
    internal: 1,
  };
  return statuses[reason];
}
