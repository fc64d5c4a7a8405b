import { OpsError } from "../model/error.ts";
import type { Parameter } from "../model/parameter.ts";

/** What a call at the prompt expects, to say it to one who gave something else. */
export interface Expected {
  /** As it is typed: `hosts`, `resume!`, `MesosCluster.create`. */
  readonly call: string;
  readonly parameters: readonly Parameter[];
  /** What there is of a type: the stacks, the runs. */
  readonly known: (type: Parameter["type"]) => readonly string[];
}

/**
 * As many texts as there are parameters. A run is found however its letter is written.
 * @throws OpsError `wrong-argument` with a call that can be typed
 */
export function textsOf(args: readonly unknown[], expected: Expected): string[] {
  return expected.parameters.map((parameter, index) => {
    const text = textOf(args[index], expected, [parameter]);
    return isRun(parameter.type) ? text.toLowerCase() : text;
  });
}

/**
 * `meant`: the parameters that it may be for, to say what there is of them.
 * @throws OpsError `wrong-argument`
 */
export function textOf(value: unknown, expected: Expected, meant = expected.parameters): string {
  if (typeof value === "string") return value;
  const { call, parameters } = expected;
  const known = inBrief(meant.flatMap(({ type }) => knownOf(type, expected)));
  const examples = parameters.filter(({ isOptional }) => !isOptional).map((each) => exampleOf(each, expected));
  throw new OpsError({
    code: "wrong-argument",
    reason: "usage",
    what: `${call}(${parameters.map(({ name }) => name).join(", ")}) takes texts in quotes`,
    why: `one argument is ${kindOf(value)}${known.length > 0 ? `; there are ${known.join(", ")}` : ""}`,
    next: `${call}(${examples.join(", ")})`,
  });
}

/** The call with what it takes of what was given: `BumpMesos("1.11.0")`. */
export function callWith(
  args: readonly unknown[],
  { call, parameters }: Pick<Expected, "call" | "parameters">,
): string {
  const taken = args.slice(0, parameters.length).map((arg) => JSON.stringify(arg));
  return `${call}(${taken.join(", ")})`;
}

/** The first dozen, and how many more there are. */
function inBrief(known: readonly string[]): readonly string[] {
  return known.length <= 13 ? known : [...known.slice(0, 12), `${known.length - 12} more`];
}

/** Runs by their numbers, the newest last; completion has them by their letters. */
function knownOf(type: Parameter["type"], { known }: Expected): readonly string[] {
  if (!isRun(type)) return known(type);
  return known(type)
    .toSorted((one, other) => numberIn(one) - numberIn(other))
    .slice(-5);
}

function numberIn(run: string): number {
  return Number(run.replace(/\D/g, ""));
}

function isRun(type: Parameter["type"]): boolean {
  return type === "run" || type === "parked-run";
}

function exampleOf({ type, name }: Parameter, expected: Expected): string {
  const known = knownOf(type, expected);
  return JSON.stringify((isRun(type) ? known.at(-1) : known[0]) ?? (isRun(type) ? "r1" : name));
}

function kindOf(value: unknown): string {
  if (value === undefined || value === null) return "missing";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
