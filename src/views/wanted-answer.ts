import { printable } from "../model/printable.ts";
import type { Question, Wanted } from "../model/run.ts";
import { selectionIn } from "../model/selection.ts";
import { alternatives } from "./step-words.ts";

/** What was typed, as an answer in the form in which it is recorded; or what is the matter with it. */
export type Reading = { readonly answer: string } | { readonly problem: string };

/** Reads an answer to a runbook's step. Nothing is read into it: an empty one is no answer, nor is a name's beginning. */
export function readAnswer(wants: Wanted, typed: string): Reading {
  const text = printable(typed).trim();
  if (wants.kind === "selection") return selected(text, wants.items);
  if (wants.kind !== "choice") {
    return /[\p{L}\p{N}]/u.test(text) ? { answer: text } : { problem: "it wants words" };
  }
  const [word = "", ...rest] = text.split(":");
  const name = wants.choices.find((choice) => choice.name === word.trim().toLowerCase())?.name;
  const reason = rest.join(":").trim();
  if (!name) return { problem: text === "" ? "nothing is chosen" : `${asTyped(text)} is none of them` };
  if (wants.reasonFor?.includes(name)) return reasoned(name, reason);
  return rest.length === 0 ? { answer: name } : { problem: `${name} takes no reason` };
}

function selected(text: string, items: readonly string[]): Reading {
  const selection = selectionIn(text, items);
  if (typeof selection === "string") return { problem: selection };
  const unreasoned = Object.entries(selection.without).find(([, reason]) => !/[\p{L}\p{N}]/u.test(reason));
  return unreasoned ? { problem: `${unreasoned[0]} needs its reason, behind a colon` } : { answer: text };
}

/** In quotes, where it has none of its own. */
function asTyped(text: string): string {
  return text.includes('"') ? text : `"${text}"`;
}

function reasoned(name: string, reason: string): Reading {
  const isReason = /[\p{L}\p{N}]/u.test(reason);
  return isReason ? { answer: `${name}: ${reason}` } : { problem: `${name} needs its reason, behind a colon` };
}

/** What is typed for a choice: `skip: REASON`. */
export function choiceWords(wants: Extract<Wanted, { kind: "choice" }>): readonly string[] {
  return wants.choices.map(({ name }) => (wants.reasonFor?.includes(name) ? `${name}: REASON` : name));
}

/** The line that the cursor stands on while a step's answer is typed. */
export function wantedInvite(wants: Wanted): string {
  if (wants.kind === "choice") {
    const isOnly = wants.choices.length === 1;
    return `type ${printable(alternatives(choiceWords(wants)))}${isOnly ? "; ctrl-c parks the run" : ""}`;
  }
  if (wants.kind === "selection") return "type all, none: REASON, or without NAME: REASON; NAME: REASON";
  return wants.kind === "attestation" ? "who and what, in one line" : "your answer, in one line";
}

/** How a step that failed goes on is decided by a person who sees it, never beforehand. */
export function isForPersonsOnly({ step, wants }: Question): boolean {
  return wants?.isForPersons === true || step.startsWith("failed/") || wants?.step.startsWith("failed/") === true;
}
