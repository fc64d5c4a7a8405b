import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import type { Answer, Question } from "../model/run.ts";
import { type Gate, type Keyboard, openGate } from "./gate.ts";
import { inviteText, nameToType } from "./question-text.ts";

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
 * The answer that a person types. Nothing typed is no; something else than what is asked for is asked again, three
 * times in all, and then is no. `undefined` when the person leaves (Ctrl-C, Ctrl-D, a closed terminal) or `park` is
 * aborted.
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
    if (meaning !== "unclear") return { isYes: meaning === "yes", text, how: "typed" };
    if (attempt < attempts) terminal.stdout.write(`that is not it: ${inviteText(question)}, nothing for no\n`);
  }
  return { isYes: false, text: "", how: "typed" };
}

function meaningOf(text: string, question: Question): "yes" | "no" | "unclear" {
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
