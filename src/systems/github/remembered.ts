import type { HttpAnswer } from "../../remote/http.ts";
import { headerIn } from "./limits.ts";

const answersAtMost = 200;

/** Answers with an ETag: to be told that they are still true costs nothing of the rate limit. */
export class Remembered {
  readonly #answers = new Map<string, { readonly etag: string; readonly answer: HttpAnswer }>();

  headersFor(path: string): Readonly<Record<string, string>> {
    const known = this.#answers.get(path);
    return known ? { "if-none-match": known.etag } : {};
  }

  /** The answer, or the one of before where GitHub says that it has not changed. */
  take(path: string, answer: HttpAnswer): HttpAnswer {
    const known = this.#answers.get(path);
    if (answer.status === 304 && known) return known.answer;
    const etag = headerIn(answer, "etag");
    this.#answers.delete(path);
    if (answer.status === 200 && etag !== undefined) this.#answers.set(path, { etag, answer });
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > answersAtMost && oldest !== undefined) this.#answers.delete(oldest);
    return answer;
  }
}
