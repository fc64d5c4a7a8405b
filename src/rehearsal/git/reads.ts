import { createHash } from "node:crypto";
import { tipsOf } from "./refs.ts";
import type { GitAnswer } from "./run.ts";

/** What one read asks for: the same text for the same question. */
export interface Read {
  /** Of the bare repository. */
  readonly folder: string;
  readonly asked: readonly string[];
  readonly body: Buffer;
}

const keptAtMost = 200;
const largestBytes = 64 * 1024;

/**
 * Git's answers to reads. As long as no branch has moved the same question has the same answer, and a console that
 * waits for a pipeline asks it every few seconds: it costs no process then.
 */
export class Reads {
  readonly #kept = new Map<string, GitAnswer>();

  async answer(read: Read, call: () => Promise<GitAnswer>): Promise<GitAnswer> {
    const question = questionOf(read);
    const known = this.#kept.get(question);
    if (known) return known;
    const answer = await call();
    // What moved meanwhile may be in the answer, or not.
    if (questionOf(read) === question) this.#keep(question, answer);
    return answer;
  }

  #keep(question: string, answer: GitAnswer): void {
    if (answer.exitCode !== 0 || answer.stdout.length > largestBytes) return;
    if (this.#kept.size >= keptAtMost) this.#kept.clear();
    this.#kept.set(question, answer);
  }
}

function questionOf({ folder, asked, body }: Read): string {
  const told = JSON.stringify([folder, asked, [...tipsOf(folder)]]);
  return createHash("sha256").update(told).update("\0").update(body).digest("hex");
}
