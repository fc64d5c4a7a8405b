const known: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection reset",
  EHOSTUNREACH: "no route to the host",
  ENETUNREACH: "no route to its network",
  ENOTFOUND: "unknown host name",
  ETIMEDOUT: "no answer in time",
  ABORT_ERR: "no answer in time",
};

/** What an operator calls what went wrong on the way, from the error's code rather than from its message. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return known[code] ?? (error instanceof Error ? error.message : String(error));
}

/** The host itself said that nothing listens there: an answer, where a silence is none. */
export function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ("code" in error && error.code === "ECONNREFUSED") || isRefusal(error.cause);
}

/** No connection came about: nothing was sent. */
export function isUnsent(error: unknown): boolean {
  const call = error instanceof Error && "syscall" in error ? error.syscall : undefined;
  return call === "connect" || call === "getaddrinfo" || isRefusal(error);
}
