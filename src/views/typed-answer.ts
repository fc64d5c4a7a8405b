import { Writable } from "node:stream";
import type { Answer, Question } from "../model/run.ts";
import { type Gate, type Keyboard, openGate } from "./gate.ts";
import { inviteText, nameToType } from "./question-text.ts";

/** Where a question is asked. */
export interface Terminal {
  readonly stdin: Keyboard;
  readonly stdout: NodeJS.WritableStream;
  readonly hasColour: boolean;
}

const attempts = 3;

/**
 * The answer that a person types. Nothing typed is no; something else than what is asked for is asked again, three
 * times in all, and then is no. Rejects when the person leaves (Ctrl-C, a closed terminal) or `park` is aborted.
 */
export async function typedAnswer(question: Question, terminal: Terminal, park?: AbortSignal): Promise<Answer> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const text = (await typedLine(inviteText(question), terminal, park)).trim();
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

async function typedLine(message: string, terminal: Terminal, park?: AbortSignal): Promise<string> {
  const { input } = await import("@inquirer/prompts");
  const gate = openGate(terminal.stdin);
  try {
    return await input({ message, ...themeOf(terminal) }, contextOf(gate, terminal, park));
  } finally {
    gate.close();
  }
}

function contextOf({ input, left }: Gate, { stdout }: Terminal, park?: AbortSignal) {
  return { input, output: openEnded(stdout), signal: park ? AbortSignal.any([left, park]) : left };
}

/** A prompt ends what it writes to; the terminal must outlive it. */
function openEnded(stdout: NodeJS.WritableStream): Writable {
  const write = (chunk: Buffer, _encoding: unknown, done: () => void) => {
    stdout.write(chunk);
    done();
  };
  const columns = "columns" in stdout ? stdout.columns : undefined;
  return Object.assign(new Writable({ write }), { columns });
}

function themeOf({ hasColour }: Terminal) {
  const plain = (text: string) => text;
  return hasColour ? {} : { theme: { prefix: "?", style: { message: plain, answer: plain } } };
}
