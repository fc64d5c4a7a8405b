import type { HttpAnswer } from "../../remote/http.ts";
import { headerIn } from "./limits.ts";

const answersAtMost = 200;

interface Known {
  readonly etag: string;
  readonly answer: HttpAnswer;
}

/** Answers with an ETag: to be told that they are still true costs nothing of the rate limit. */
export class Remembered {
  readonly #answers = new Map<string, Known>();

  /** @param ask asks with these headers; while it waits for its turn others may be remembered instead */
  async ask(
    path: string,
    ask: (headers: Readonly<Record<string, string>>) => Promise<HttpAnswer>,
  ): Promise<HttpAnswer> {
    const known = this.#answers.get(path);
    const answer = await ask(known ? { "if-none-match": known.etag } : {});
    // Not changed since: the one of before.
    return answer.status === 304 && known ? this.#keep(path, known).answer : this.#take(path, answer);
  }

  #take(path: string, answer: HttpAnswer): HttpAnswer {
    const etag = headerIn(answer, "etag");
    this.#answers.delete(path);
    if (answer.status === 200 && etag !== undefined) this.#keep(path, { etag, answer });
    return answer;
  }

  /** What was asked for longest ago goes first. */
  #keep(path: string, known: Known): Known {
    this.#answers.delete(path);
    this.#answers.set(path, known);
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > answersAtMost && oldest !== undefined) this.#answers.delete(oldest);
    return known;
  }
}
