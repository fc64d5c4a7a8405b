/** Lets in so many at once; the others wait for their turn. */
export type Gate = <T>(work: () => Promise<T>) => Promise<T>;

/** @param keptMs how long the place of one that ended stays taken */
export function gate(atOnce: number, keptMs = 0): Gate {
  const waiting: (() => void)[] = [];
  const kept = new Set<NodeJS.Timeout>();
  let inside = 0;
  const free = () => {
    const next = waiting.shift();
    if (next) next();
    else inside -= 1;
  };
  const keep = () => {
    const timer = setTimeout(() => {
      kept.delete(timer);
      free();
    }, keptMs);
    kept.add(waiting.length > 0 ? timer : timer.unref());
  };
  const turn = () => {
    // Whoever waits keeps the process until then; a place that nobody wants does not.
    for (const timer of kept) timer.ref();
    return new Promise<void>((resolve) => waiting.push(resolve));
  };
  return async (work) => {
    if (inside >= atOnce) await turn();
    else inside += 1;
    try {
      return await work();
    } finally {
      if (keptMs === 0) free();
      else keep();
    }
  };
}
