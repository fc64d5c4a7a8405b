import type { Mirror } from "./mirror.ts";

type Asked = string | object;

const keptAtMost = 200;

/**
 * What was found out of commits, which never change: a campaign asks the same of the same tip again and again. What was
 * asked longest ago is forgotten first.
 */
export function remembering<T>(): (mirror: Mirror, question: readonly Asked[], look: () => Promise<T>) => Promise<T> {
  const known = new WeakMap<Mirror, Map<string, Promise<T>>>();
  return (mirror, question, look) => {
    const of = known.get(mirror) ?? new Map<string, Promise<T>>();
    known.set(mirror, of);
    const key = JSON.stringify(question);
    const looking = of.get(key) ?? look();
    of.delete(key);
    of.set(key, looking);
    looking.catch(() => of.delete(key));
    const [oldest] = of.keys();
    if (of.size > keptAtMost && oldest !== undefined) of.delete(oldest);
    return looking;
  };
}
