import { EndedBadly, type OpsErrorInit } from "../../model/error.ts";
import { printable } from "../../model/printable.ts";
import type { Ended } from "../../remote/once.ts";
import type { ExitCode, WrapperCodes } from "./exit-codes.ts";

/** As the OpenStack clients end their last message: the service refused the request, so it did nothing. */
const refusedByService = /\(HTTP 4(?!08|29)\d\d\)|No server with a name or ID|More than one server exists/;
/** argparse's words when it takes none of the options. */
const neverBegan = /^usage: /m;

/** What proves that the wrapper did nothing of what was asked for. */
export function notDoneBy(ended: Ended, wrapper: WrapperCodes, host: string): OpsErrorInit | undefined {
  const meaning = meaningOf(ended, wrapper);
  if (!meaning) return undefined;
  const [lastLine = ""] = lastLinesOf(ended.output).slice(-1);
  const isRefused =
    (wrapper.isOneRequest && refusedByService.test(lastLine)) ||
    (ended.exitCode === 2 && neverBegan.test(ended.output));
  const isNotDone = meaning.done === "not" || (meaning.done === "maybe" && isRefused);
  return isNotDone ? errorOf(ended, meaning, wrapper, host) : undefined;
}

/** Lines to tell when something was done and the rest is left to a person; none: all was done. @throws EndedBadly */
export function leftBy(ended: Ended, wrapper: WrapperCodes, host: string): readonly string[] {
  if (ended.exitCode === 0) return [];
  const meaning = meaningOf(ended, wrapper);
  if (meaning?.done === "part")
    return [`${wrapper.name} ended with exit code ${ended.exitCode}: ${meaning.why}`, meaning.next];
  throw new EndedBadly(errorOf(ended, meaning ?? unlisted, wrapper, host));
}

function meaningOf({ exitCode }: Ended, { codes }: WrapperCodes): ExitCode | undefined {
  if (exitCode === null || exitCode === 0) return undefined;
  return Object.hasOwn(codes, exitCode) ? codes[exitCode] : unlisted;
}

const unlisted: ExitCode = {
  done: "maybe",
  why: "that code is not known: it does not say what was done and what was not",
  next: "look at the server in OpenStack and at the host in Foreman before anything else",
};

function errorOf(
  { exitCode, output }: Ended,
  { why, next }: ExitCode,
  { name }: WrapperCodes,
  host: string,
): OpsErrorInit {
  return {
    code: `${name.split(" ")[0]}-${exitCode}`,
    reason: "system",
    what: `${name} for ${host} ended with exit code ${exitCode}`,
    why: [why, ...lastLinesOf(output)].join("\n"),
    next,
  };
}

function lastLinesOf(output: string): readonly string[] {
  const lines = output.split("\n").map((line) => printable(line).trim());
  return lines.filter((line) => line !== "").slice(-3);
}
