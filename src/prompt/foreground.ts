/** The prompt or the expressions: what an operator's Ctrl-C, a signal and a stray error are about. */
export interface Work {
  /** Ctrl-C: parks the run under way, or comes back from a look. */
  interrupt(): void;
  /** The terminal was closed or the process is to end: parks and leaves. */
  end(): void;
  /** Tells of an error that nothing awaited. */
  fail(error: unknown): void;
}

/** Gives signals and stray errors to the work that is there; before there is any, Node does what it always does. */
export function serve(work: Work): void {
  process.on("SIGINT", () => work.interrupt());
  for (const signal of ["SIGTERM", "SIGHUP"] as const) process.on(signal, () => work.end());
  process.on("unhandledRejection", (error) => work.fail(error));
}

/** When whoever read what we write has gone, what was begun goes on to its end all the same. */
export function goOnUnread(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", refuseOther);
}

function refuseOther(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE" && error.code !== "EIO") throw error;
}
