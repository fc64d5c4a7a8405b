type Value = string | number | boolean | { readonly [name: string]: Value } | readonly Value[];

/** What a command prints of something, by Go's template as far as docker's users write them: `{{json .}}`, `{{.State.Status}}`. */
export function filled(template: string, value: Value): string {
  return template.replace(/\{\{\s*(json\s+)?\.([\w.]*)\s*\}\}/g, (_text, json: string | undefined, path: string) => {
    const found = at(value, path.split(".").filter(Boolean));
    return json || typeof found === "object" ? JSON.stringify(found) : String(found ?? "<no value>");
  });
}

function at(value: Value | undefined, [name, ...rest]: readonly string[]): Value | undefined {
  if (name === undefined || value === undefined) return value;
  return isRecord(value) ? at(value[name], rest) : undefined;
}

function isRecord(value: Value): value is { readonly [name: string]: Value } {
  return typeof value === "object" && !Array.isArray(value);
}

export interface Flags {
  readonly flags: ReadonlyMap<string, readonly string[]>;
  /** What is neither a flag nor a flag's value. */
  readonly rest: readonly string[];
}

/** Splits a command's words. @param valued the flags that are followed by a value, also as `--flag=value` */
export function flagsIn(words: readonly string[], valued: readonly string[]): Flags {
  const flags = new Map<string, readonly string[]>();
  const rest: string[] = [];
  const add = (flag: string, value: string) => flags.set(flag, [...(flags.get(flag) ?? []), value]);
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? "";
    const [flag = "", ...value] = word.split("=");
    if (valued.includes(word)) add(word, words[++index] ?? "");
    else if (valued.includes(flag)) add(flag, value.join("="));
    else if (word.startsWith("-")) add(word, "");
    else rest.push(word);
  }
  return { flags, rest };
}
