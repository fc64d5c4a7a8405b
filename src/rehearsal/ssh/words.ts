/** What a POSIX shell would take as something else than a part of a word. */
const meaning = /[\s'"\\$`|&;<>()*?[\]#~{}!]/;

/**
 * The words of a command line, as a POSIX shell splits one that only quotes: single quotes, double quotes without
 * expansions, backslashes. `undefined`: it asks for more of a shell than that (a variable, a pipe, a pattern, a second
 * command), which nothing in a rehearsal does.
 */
export function wordsOf(line: string): readonly string[] | undefined {
  const words: string[] = [];
  let rest = line.trim();
  while (rest !== "") {
    const word = wordAt(rest);
    if (!word) return undefined;
    words.push(word.text);
    rest = rest.slice(word.length).trimStart();
  }
  return words;
}

/** One part of a word, and what it stands for. */
const parts: readonly { readonly pattern: RegExp; read(part: string): string }[] = [
  { pattern: /^'[^']*'/, read: (part) => part.slice(1, -1) },
  { pattern: /^"(?:[^"\\$`]|\\["\\$`])*"/, read: (part) => part.slice(1, -1).replace(/\\(["\\$`])/g, "$1") },
  { pattern: /^\\[^\n]/, read: (part) => part.slice(1) },
  { pattern: new RegExp(`^[^${meaning.source.slice(1)}+`), read: (part) => part },
];

function wordAt(line: string): { readonly text: string; readonly length: number } | undefined {
  let text = "";
  let length = 0;
  while (length < line.length && !/\s/.test(line[length] ?? "")) {
    const part = partAt(line.slice(length));
    if (!part) return undefined;
    text += part.text;
    length += part.length;
  }
  return { text, length };
}

function partAt(line: string): { readonly text: string; readonly length: number } | undefined {
  for (const { pattern, read } of parts) {
    const [part] = pattern.exec(line) ?? [];
    if (part !== undefined) return { text: read(part), length: part.length };
  }
  return undefined;
}
