/**
 * For the prompt: `poison(thing)` marks everything that one gets to from a thing. `hostile()` does so with whatever is
 * handed to it in any way, `trapped()` looks harmless and does so when it is read: a Proxy is called with a list that
 * its caller's realm makes. Nothing of the console's own may ever be marked.
 */
export const poison = `
const poison = (thing, depth = 6) => {
  if (depth === 0 || thing === null || (typeof thing !== "object" && typeof thing !== "function")) return;
  try { Object.defineProperty(thing, "poisoned", { value: true, configurable: true }) } catch {}
  for (const read of [() => Object.getPrototypeOf(thing), () => thing.constructor, () => thing.prototype])
    try { poison(read(), depth - 1) } catch {}
};
let isTaking = false;
const taking = (answer) => new Proxy(function () {}, {
  apply(_target, self, given) {
    if (isTaking) return answer(...given);
    isTaking = true;
    for (const each of [self, given, ...given]) poison(each);
    isTaking = false;
    return answer(...given);
  },
});
const hostile = () => new Proxy(function () {}, new Proxy({}, { get: (_, trap) => taking((...given) => Reflect[trap](...given)) }));
const trapped = () => Object.defineProperty({}, "a", { get: taking(() => 1), enumerable: true });
undefined`;
