import { type ParseArgsOptionDescriptor, parseArgs } from "node:util";
import { closest } from "./model/closest.ts";
import { OpsError } from "./model/error.ts";

/** What the command line asks for. */
export type Invocation =
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  /** Nothing given: which environments there are and how to begin. */
  | { readonly kind: "list" }
  | ConsoleInvocation;

export interface ConsoleInvocation {
  readonly kind: "console";
  /** A name in `environments/`, or the path of such a file. */
  readonly environment: string;
  /** From `-e`; none: the prompt. */
  readonly expressions: readonly string[];
  readonly isJson: boolean;
  readonly isRehearsal: boolean;
  readonly isFresh: boolean;
  readonly seed?: number;
  readonly faults: readonly string[];
  /** Answers given beforehand. */
  readonly answers: {
    readonly isYes: boolean;
    readonly planFingerprint: string | undefined;
    readonly confirmed: readonly string[];
    /** `STEP=NOTE` */
    readonly attested: readonly string[];
  };
}

const options = {
  evaluate: { type: "string", short: "e", multiple: true },
  json: { type: "boolean" },
  rehearse: { type: "boolean" },
  fresh: { type: "boolean" },
  seed: { type: "string" },
  fault: { type: "string", multiple: true },
  yes: { type: "boolean" },
  plan: { type: "string" },
  confirm: { type: "string", multiple: true },
  attest: { type: "string", multiple: true },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
} as const satisfies Record<string, ParseArgsOptionDescriptor>;

export const usageText = `./console                     which environments there are
./console ENV [options]       the prompt of one

  -e EXPR              evaluate what one would type at the prompt, and leave; may be repeated
  --json               with -e: one JSON document per expression on stdout, the rest on stderr
  --rehearse           on an embedded world: nothing real is touched
  --fresh              with --rehearse: start the world over
  --seed N             with --rehearse: what happens by chance
  --fault NAME         with --rehearse: something that goes wrong; faults() lists them; may be repeated
  --yes                says yes to safe changes
  --plan FINGERPRINT   the answers are for exactly this plan
  --confirm NAME       says yes to disruptive and destructive changes of this target or stack; may be repeated
  --attest STEP=NOTE   attests a step of a runbook; may be repeated
  --help, --version

Exit status: 0 done, 1 a check failed, 2 bad usage, 3 refused by a guard, 4 parked: a person is needed, 130 interrupted.`;

/**
 * Reads the command line.
 * @throws OpsError `usage` for what is not understood, with the nearest option
 */
export function invocationOf(args: readonly string[]): Invocation {
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  for (const token of tokens) if (token.kind === "option") checkOption(token);
  if (values.help) return { kind: "help" };
  if (values.version) return { kind: "version" };
  const [environment, second] = positionals;
  if (second !== undefined) throw usage(`${second} is one argument too many`, "one environment at a time");
  if (environment === undefined) return withoutEnvironment(args);
  return consoleOf(environment, values);
}

interface Option {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
}

function checkOption({ name, rawName, value }: Option): void {
  const known = Object.entries(options).find(([each]) => each === name)?.[1];
  if (!known) throw unknownOption(rawName);
  if (known.type === "string" && value === undefined) throw usage(`${rawName} needs a value`, "nothing follows it");
  if (known.type === "boolean" && value !== undefined) throw usage(`${rawName} takes no value`, `it got ${value}`);
}

function unknownOption(rawName: string): OpsError {
  const near = closest(rawName.replace(/^-+/, ""), Object.keys(options)).map((name) => `--${name}`);
  return usage(
    `there is no option ${rawName}`,
    near.length > 0 ? `the nearest: ${near.join(", ")}` : "none is like it",
  );
}

function withoutEnvironment(args: readonly string[]): Invocation {
  if (args.length === 0) return { kind: "list" };
  throw usage("no environment was given", "the options are for the console of one");
}

type Values = { readonly [name in keyof typeof options]?: unknown };

function consoleOf(environment: string, values: Values): ConsoleInvocation {
  const seed = textOf(values.seed);
  const invocation: ConsoleInvocation = {
    kind: "console",
    environment,
    expressions: textsOf(values.evaluate),
    isJson: values.json === true,
    isRehearsal: values.rehearse === true,
    isFresh: values.fresh === true,
    faults: textsOf(values.fault),
    answers: {
      isYes: values.yes === true,
      planFingerprint: textOf(values.plan),
      confirmed: textsOf(values.confirm),
      attested: textsOf(values.attest).map(attestation),
    },
    ...(seed !== undefined && { seed: seedOf(seed) }),
  };
  refuseOutsideRehearsal(invocation);
  return invocation;
}

function refuseOutsideRehearsal({ isRehearsal, isFresh, seed, faults }: ConsoleInvocation): void {
  const isMeant = isFresh || seed !== undefined || faults.length > 0;
  if (isMeant && !isRehearsal) throw usage("--fresh, --seed and --fault need --rehearse", "the real world has none");
}

function attestation(text: string): string {
  if (/^[^=]+=./.test(text)) return text;
  throw usage(`--attest ${JSON.stringify(text)} is not STEP=NOTE`, "who attests says which step, and what was seen");
}

function seedOf(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw usage(`--seed ${JSON.stringify(text)} is no seed`, "a whole number from 0 to 999999999");
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((text) => typeof text === "string") : [];
}

function usage(what: string, why: string): OpsError {
  return new OpsError({ code: "usage", reason: "usage", what, why, next: "./console --help" });
}
