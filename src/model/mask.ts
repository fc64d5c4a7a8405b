import type { Fields, Json } from "./json.ts";

const hidden = "(masked)";
const secretKey =
  /(?:passw(?:or)?d|passphrase|secret|secretkey|secretaccesskey|privatekey|apikey|token|authorization|signature)$/;
const privateKeyBlock =
  /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----(?:[^-]|-(?!----END))*(?:-----END [A-Z0-9 ]*PRIVATE KEY-----)?/g;
const accessKeyId = /\b(A[KS]IA)[A-Z0-9]{12,}\b/g;
/** GitHub's tokens, by the prefixes that it gives them. */
const githubToken = /\b(gh[pousr]_|github_pat_)[A-Za-z0-9_]{16,}/g;
/** A token in the place of a user name. */
const urlToken = /(\/\/)[^\s/:@]{20,}@/g;
const authorization = /\b(authorization["']?\s*[:=]\s*)[^\r\n]+/gi;
const urlPassword = /(\/\/[^\s/:@]+:)[^\s/@]+@/g;
/** Neither a ClientToken nor a secret's ARN, which names it and opens nothing. */
const assignment =
  /(?<!client[_-]?|:secretsmanager:[a-z0-9*-]*:[\d*]*:)((?:passw(?:or)?d|passphrase|secret|secret[_-]?(?:access[_-]?)?key|api[_-]?key|token|signature)["']?\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s,;&"']+)/gi;

/** The text with what looks like a secret made unreadable; the rest of it stays as it is. */
export function maskedText(text: string): string {
  return text
    .replace(privateKeyBlock, hidden)
    .replace(accessKeyId, `$1${hidden}`)
    .replace(authorization, `$1${hidden}`)
    .replace(githubToken, `$1${hidden}`)
    .replace(urlToken, `$1${hidden}@`)
    .replace(urlPassword, `$1${hidden}@`)
    .replace(assignment, `$1${hidden}`);
}

/**
 * The value without secrets: access keys and private keys wherever they stand, and whatever is filed under a name like
 * `password`, `token` or `secret`. The `token` of an effect stays: it is a ClientToken, which one needs to find the
 * effect again and which opens nothing.
 */
export function masked(value: Json): Json {
  if (typeof value === "string") return maskedText(value);
  if (isList(value)) return value.map(masked);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, maskedField(key, inner, value)]));
}

/** One field of `owner` as {@link masked} shows it. */
export function maskedField(key: string, value: Json, owner: Fields): Json {
  const isReadable = value === null || typeof value === "boolean" || typeof value === "number";
  return isReadable || !isSecret(key, owner) ? masked(value) : hidden;
}

function isSecret(key: string, owner: Fields): boolean {
  const name = key.toLowerCase().replace(/[^a-z]/g, "");
  const isEffectToken = name === "clienttoken" || (name === "token" && "repeat" in owner);
  return secretKey.test(name) && !isEffectToken;
}

/** `Array.isArray` does not narrow read-only arrays. */
function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
