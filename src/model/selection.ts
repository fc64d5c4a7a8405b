/** What a person selected of a list: which items are left out, each with its reason. */
export interface Selection {
  /** By the item's name: why it is left out. */
  readonly without: Readonly<Record<string, string>>;
}

/**
 * Reads `all`, `none` or `none: REASON`, or `without NAME: REASON; NAME: REASON`.
 * @returns what is wrong with it, as a text, where it cannot be read
 */
export function selectionIn(text: string, items: readonly string[]): Selection | string {
  const typed = text.trim();
  if (/^all$/i.test(typed)) return { without: {} };
  const none = /^none(?:\s*:\s*(.*[\p{L}\p{N}].*))?$/isu.exec(typed);
  if (none) return { without: Object.fromEntries(items.map((item) => [item, none[1]?.trim() ?? "none of them"])) };
  const [, list] = /^without\s+(.+)$/is.exec(typed) ?? [];
  if (list === undefined) return `${JSON.stringify(typed)} is neither all, none, nor without NAME: REASON`;
  return withoutThese(list, items);
}

function withoutThese(list: string, items: readonly string[]): Selection | string {
  const entries = list.split(";").map((entry) => /^\s*(\S+?)\s*:\s*(.*\S)\s*$/s.exec(entry) ?? [entry]);
  const unreadable = entries.find(([, name]) => name === undefined);
  if (unreadable) return `${JSON.stringify(unreadable[0]?.trim())} is no NAME: REASON`;
  const unknown = entries.find(([, name = ""]) => !items.includes(name));
  if (unknown) return `there is no ${unknown[1]} among ${items.join(", ")}`;
  return { without: Object.fromEntries(entries.map(([, name = "", reason = ""]) => [name, reason])) };
}
