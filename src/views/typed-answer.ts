import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import type { Answer, Question, Wanted } from "../model/run.ts";
import { type Gate, type Keyboard, openGate } from "./gate.ts";
import { row, type Screen } from "./layout.ts";
import { inviteText, nameToType } from "./question-text.ts";
import { readAnswer } from "./wanted-answer.ts";

/** Where a question is asked. */
export interface Terminal {
  readonly stdin: Keyboard;
  readonly stdout: NodeJS.WritableStream;
  readonly hasColour: boolean;
  /** It can do nothing but write lines. */
  readonly isDumb: boolean;
}

const attempts = 3;

/**
 * The answer that a person types. To a yes-or-no question nothing typed is no; something else than what is asked for is
 * asked again, three times in all, and then is no. What a runbook's step asks has no such default: without an answer
 * after three times the question is left. `undefined` when it is left: so, or by Ctrl-C, Ctrl-D, a closed terminal, or
 * `park`.
 */
export async function typedAnswer(
  question: Question,
  terminal: Terminal,
  park?: AbortSignal,
): Promise<Answer | undefined> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const text = (await typedLine(inviteText(question), terminal, park))?.trim();
    if (text === undefined) return undefined;
    const meaning = meaningOf(text, question);
    if ("isYes" in meaning) return { ...meaning, how: "typed" };
    if (attempt < attempts) terminal.stdout.write(`${row(screenOf(terminal), [], [meaning.problem]).join("\n")}\n`);
  }
  return question.wants ? undefined : { isYes: false, text: "", how: "typed" };
}

type Meaning = Pick<Answer, "isYes" | "text"> | { readonly problem: string };

function meaningOf(text: string, question: Question): Meaning {
  if (question.wants) return stepMeaning(text, question, question.wants);
  const meaning = yesOrNo(text, question);
  const problem = `that is not it: ${inviteText(question)}, nothing for no`;
  return meaning === "unclear" ? { problem } : { isYes: meaning === "yes", text };
}

function stepMeaning(text: string, question: Question, wants: Wanted): Meaning {
  const reading = readAnswer(wants, text);
  if ("answer" in reading) return { isYes: true, text: reading.answer };
  const invite = inviteText(question);
  return { problem: `${reading.problem}: ${invite}${invite.includes("ctrl-c") ? "" : "; ctrl-c parks the run"}` };
}

function yesOrNo(text: string, question: Question): "yes" | "no" | "unclear" {
  if (text === "") return "no";
  if (question.level === "destructive") return text === nameToType(question) ? "yes" : "unclear";
  if (/^y(?:es)?$/i.test(text)) return "yes";
  return /^no?$/i.test(text) ? "no" : "unclear";
}

async function typedLine(invite: string, terminal: Terminal, park?: AbortSignal): Promise<string | undefined> {
  const gate = openGate(terminal.stdin);
  const signal = park ? AbortSignal.any([gate.left, park]) : gate.left;
  const edit = terminal.isDumb ? readLine : askInline;
  try {
    return await edit(invite, gate, terminal, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    terminal.stdout.write("\n");
    return undefined;
  } finally {
    gate.close();
  }
}

type Edit = (invite: string, gate: Gate, terminal: Terminal, signal: AbortSignal) => Promise<string>;

const askInline: Edit = async (message, { input }, terminal, signal) => {
  const { input: ask } = await import("@inquirer/prompts");
  return ask({ message, theme: themeOf(terminal) }, { input, output: openEnded(terminal.stdout), signal });
};

/** inquirer moves the cursor about; a terminal that cannot gets Node's own editor. */
const readLine: Edit = async (message, { input }, { stdout }, signal) => {
  const line = createInterface({ input, output: stdout, terminal: true, historySize: 0 });
  return line.question(`? ${message} `, { signal }).finally(() => line.close());
};

/** As wide as it is now. */
function screenOf({ stdout }: Terminal): Screen {
  const columns = "columns" in stdout && typeof stdout.columns === "number" ? stdout.columns : 120;
  return { columns, hasColour: false };
}

/** inquirer ends what it writes to; the terminal must outlive it. */
function openEnded(stdout: NodeJS.WritableStream): Writable {
  const write = (chunk: Buffer, _encoding: unknown, done: () => void) => {
    stdout.write(chunk);
    done();
  };
  const columns = "columns" in stdout ? stdout.columns : undefined;
  return Object.assign(new Writable({ write }), { columns });
}

/** The same mark before and after the answer: a tick before a no would say what is not so. */
function themeOf({ hasColour }: Terminal) {
  const plain = (text: string) => text;
  return { prefix: "?", ...(!hasColour && { style: { message: plain, answer: plain } }) };
}
