/** One word for a POSIX shell, whatever is in it. */
export function shellWord(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** As a person would type it: quoted only where some shell might make something else of it, as zsh does of a `=`. */
export function typedWord(word: string): string {
  return /^[\w./:@-]+$/.test(word) ? word : shellWord(word);
}
