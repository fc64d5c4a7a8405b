import type { HttpAnswer } from "../../remote/http.ts";
import { messageIn } from "./message.ts";

/** Without a word how long, a secondary limit is waited for at least so long. Source: sheet, section C. */
const secondarySeconds = 60;

/** @returns for how many seconds nothing more may be sent; `undefined` where the answer is no limit */
export function limitedSeconds(answer: HttpAnswer, earlier: number, nowMs: number): number | undefined {
  if (answer.status !== 403 && answer.status !== 429) return undefined;
  const retryAfter = numberIn(answer, "retry-after");
  if (retryAfter !== undefined) return Math.max(1, retryAfter);
  if (numberIn(answer, "x-ratelimit-remaining") === 0) return untilReset(answer, nowMs);
  const isSecondary = answer.status === 429 || /rate limit/i.test(messageIn(answer.text));
  return isSecondary ? secondarySeconds * 2 ** earlier : undefined;
}

/** Of an answer that took the last request there was. */
export function usedUpSeconds(answer: HttpAnswer, nowMs: number): number | undefined {
  return numberIn(answer, "x-ratelimit-remaining") === 0 ? untilReset(answer, nowMs) : undefined;
}

/** By the server's own clock where it tells it: this machine's may be wrong. */
function untilReset(answer: HttpAnswer, nowMs: number): number {
  const reset = numberIn(answer, "x-ratelimit-reset") ?? nowMs / 1000 + secondarySeconds;
  const told = Date.parse(headerIn(answer, "date") ?? "");
  const now = Number.isNaN(told) ? nowMs : told;
  return Math.max(1, Math.ceil(reset - now / 1000) + 1);
}

export function headerIn({ headers }: HttpAnswer, name: string): string | undefined {
  const value = headers[name];
  return typeof value === "string" ? value : value?.[0];
}

function numberIn(answer: HttpAnswer, name: string): number | undefined {
  const text = headerIn(answer, name);
  return text !== undefined && /^\d+$/.test(text.trim()) ? Number(text) : undefined;
}
