import { code, plainText } from "./markdown.ts";

/** First what is to be done, then the command that goes on: `mend it; then resume!("r1")`. */
export function inOrder(next: string): string {
  const [, resume, hint] = /^(resume!\("r\d+"\)) \((.+)\)$/s.exec(next) ?? [];
  if (resume === undefined || hint === undefined) return next;
  if (/^(?:try|start|run it) again\.?$/.test(hint)) return resume;
  return hint.includes(resume) ? hint : `${hint}; then ${resume}`;
}

const call = /((?:\b[A-Za-z]\w*\.)?\b[A-Za-z]\w*!?\((?:"[^"]*"(?:, "[^"]*")*)?\))/;

/** The same as Markdown: commands as code, and the sentence around them as text. */
export function nextMarkdown(next: string): string {
  if (next.startsWith("./")) return code(next);
  const parts = inOrder(next).split(call);
  return parts.map((part, index) => (index % 2 === 1 ? code(part) : plainText(part))).join("");
}
