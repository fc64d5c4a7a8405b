const kinds = [
  () => {},
  async () => {},
  function* () {
    yield;
  },
  async function* () {
    yield;
  },
];

/**
 * From now on no code is made from strings in this process: whatever of ours one holds at the prompt, its
 * `.constructor.constructor("return process")` leads nowhere. The prompt's own context has V8's switch for that.
 *
 * It does what `--disallow-code-generation-from-strings` does. With that flag Node cannot use the compiled form of its
 * own modules, and a prompt takes twice as long to appear: docs/decisions/0003.
 */
export function refuseCodeFromStrings(): void {
  for (const sample of kinds) closeConstructor(Object.getPrototypeOf(sample));
  Object.assign(globalThis, { eval: refuse, Function: Function.prototype.constructor });
}

/** `Function` and its kin, reached as the constructor of any function. `instanceof Function` goes on to work. */
function closeConstructor(prototype: object): void {
  const closed = function closed(): never {
    return refuse();
  };
  Object.defineProperties(closed, { name: { value: prototype.constructor.name }, prototype: { value: prototype } });
  Object.defineProperty(prototype, "constructor", { value: Object.freeze(closed), writable: false });
}

function refuse(): never {
  throw new EvalError("Code generation from strings disallowed for this context");
}
