/** Lets in so many at once; the others wait for their turn. */
export type Gate = <T>(work: () => Promise<T>) => Promise<T>;

export function gate(atOnce: number): Gate {
  const waiting: (() => void)[] = [];
  let inside = 0;
  return async (work) => {
    if (inside >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else inside += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else inside -= 1;
    }
  };
}

/** How many sessions one connection may have. */
export interface SessionLimits {
  /** Always. */
  readonly sessionsAtOnce: number;
  /** While none ended of late, which the server may still count. */
  readonly sessionsInAll: number;
  /** How long one that ended may still be counted. */
  readonly sessionLingersMs: number;
}

/** For the sessions of one connection: a burst gets in at once, and what follows it finds those that ended forgotten. */
export function sessionGate({ sessionsAtOnce, sessionsInAll, sessionLingersMs }: SessionLimits): Gate {
  const waiting: (() => void)[] = [];
  let [running, lingering] = [0, 0];
  const isFull = () => running >= sessionsAtOnce && running + lingering >= sessionsInAll;
  const letIn = () => {
    while (waiting.length > 0 && !isFull()) {
      running += 1;
      waiting.shift()?.();
    }
  };
  const forget = () => {
    lingering -= 1;
    letIn();
  };
  return async (work) => {
    if (waiting.length > 0 || isFull()) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      running -= 1;
      lingering += 1;
      // Whoever waits waits for commands that run: these keep the process.
      setTimeout(forget, sessionLingersMs).unref();
      letIn();
    }
  };
}
