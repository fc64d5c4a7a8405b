import { createInterface } from "node:readline/promises";
import type { Answer, Question } from "../model/run.ts";
import { type Keyboard, openGate } from "./gate.ts";
import { inviteText, nameToType } from "./question-text.ts";

/** Where a question is asked. */
export interface Terminal {
  readonly stdin: Keyboard;
  readonly stdout: NodeJS.WritableStream;
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

async function typedLine(invite: string, { stdin, stdout }: Terminal, park?: AbortSignal): Promise<string | undefined> {
  const gate = openGate(stdin);
  const signal = park ? AbortSignal.any([gate.left, park]) : gate.left;
  const line = createInterface({ input: gate.input, output: stdout, terminal: true, historySize: 0 });
  try {
    return await line.question(`? ${invite} `, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
    stdout.write("\n");
    return undefined;
  } finally {
    line.close();
    gate.close();
  }
}
