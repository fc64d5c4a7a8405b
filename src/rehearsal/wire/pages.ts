import { AwsError } from "./error.ts";

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken: string | undefined;
}

/** EC2 gives at most this many at once, also to those who did not ask for pages. */
export const largestPage = 1000;

function offsetOf(token: string | undefined): number {
  if (token === undefined) return 0;
  const text = Buffer.from(token, "base64url").toString();
  if (/^after \d+$/.test(text)) return Number(text.slice("after ".length));
  throw new AwsError("InvalidPaginationToken", "The specified pagination token is not valid or is expired.");
}

/** One page of things that keep their order; the token says where it ended. */
export function pageOf<T>(all: readonly T[], token: string | undefined, size: number): Page<T> {
  const begin = offsetOf(token);
  const end = begin + size;
  const nextToken = end < all.length ? Buffer.from(`after ${end}`).toString("base64url") : undefined;
  return { items: all.slice(begin, end), nextToken };
}
