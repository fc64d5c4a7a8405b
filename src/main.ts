import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import { type ConsoleInvocation, invocationOf, usageText } from "./arguments.ts";
import { openConsole } from "./console.ts";
import { homeOf } from "./engine/home.ts";
import { exitStatusOf, OpsError } from "./model/error.ts";
import { type Operator, plainOperator, terminalOperator } from "./operator.ts";
import type { Batch } from "./prompt/batch.ts";
import { goOnUnread, serve } from "./prompt/foreground.ts";
import { History } from "./prompt/history.ts";
import type { Console } from "./prompt/host.ts";
import { closeImports } from "./prompt/imports.ts";
import { Keyboard } from "./prompt/keyboard.ts";
import { explained } from "./prompt/mistakes.ts";
import { refuseCodeFromStrings } from "./prompt/no-code-from-strings.ts";
import { Prompt } from "./prompt/repl.ts";
import { terminalScreen } from "./views/screen.ts";

const root = join(import.meta.dirname, "..");

goOnUnread();
// With it, what is typed could reach around the guards.
refuseCodeFromStrings();
// What is still open, a timer of the operator's or a kept connection, is not worth staying for.
process.exit(await main(process.argv.slice(2)));

async function main(args: readonly string[]): Promise<number> {
  try {
    return await perform(args);
  } catch (error) {
    const known = explained(error, [], "");
    await tell(known, args.includes("--json"));
    return exitStatusOf(known.reason);
  }
}

async function tell(error: OpsError, isJson: boolean): Promise<void> {
  const { errorJson } = await import("./prompt/batch.ts");
  const { errorText } = await import("./views/error-text.ts");
  if (isJson) process.stdout.write(`${errorJson(error)}\n`);
  process.stderr.write(`${errorText(error, terminalScreen())}\n`);
}

async function perform(args: readonly string[]): Promise<number> {
  const invocation = invocationOf(args);
  if (invocation.kind === "console") return operate(invocation);
  const texts = { help: () => usageText, version: versionText, list: listText };
  process.stdout.write(`${await texts[invocation.kind]()}\n`);
  return 0;
}

function versionText(): string {
  const manifest: { readonly version: string } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return manifest.version;
}

async function listText(): Promise<string> {
  const { listEnvironments } = await import("./prompt/list.ts");
  const { errorText } = await import("./views/error-text.ts");
  return listEnvironments(root, (error) => errorText(error, terminalScreen()));
}

async function operate(invocation: ConsoleInvocation): Promise<number> {
  const { isJson, expressions } = invocation;
  const isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  if (isJson && isTerminal && expressions.length === 0) throw jsonNeedsExpressions();
  if (isTerminal && expressions.length === 0) return converse(invocation);
  const { Batch } = await import("./prompt/batch.ts");
  let batch: Batch | undefined;
  const operator =
    isTerminal && !isJson
      ? terminalOperator(invocation, undefined, () => batch?.interrupt())
      : plainOperator(invocation);
  return withConsole(invocation, operator, (host) => {
    batch = new Batch(host, {
      stdout: process.stdout,
      stderr: process.stderr,
      isJson,
      isWatched: isTerminal && !isJson,
      release: operator.release,
    });
    serve(batch);
    return expressions.length > 0 ? batch.run(expressions) : batch.runLines(createInterface(process.stdin));
  });
}

/** The prompt. */
async function converse(invocation: ConsoleInvocation): Promise<number> {
  let prompt: Prompt | undefined;
  const keyboard = new Keyboard(process.stdin);
  const { person, release } = terminalOperator(invocation, keyboard, () => prompt?.interrupt());
  return withConsole(invocation, { person, release }, async (host, home) => {
    const history = new History(join(home, "history", basename(invocation.environment, ".ts")));
    prompt = new Prompt(host, history, { input: process.stdin, output: process.stdout, keyboard, release });
    serve(prompt);
    await prompt.left;
    return 0;
  });
}

async function withConsole(
  invocation: ConsoleInvocation,
  { person }: Operator,
  work: (host: Console, home: string) => Promise<number>,
): Promise<number> {
  const home = homeOf(process.env);
  const host = await openConsole({ ...invocation, home, root, person });
  closeImports(root);
  try {
    return await work(host, home);
  } finally {
    await host.close();
  }
}

function jsonNeedsExpressions(): OpsError {
  return new OpsError({
    code: "usage",
    reason: "usage",
    what: "--json is for expressions",
    why: "the prompt shows its values for people",
    next: "add -e EXPR, or at the prompt: json(value)",
  });
}
