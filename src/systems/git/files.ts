import type { Mirror } from "./mirror.ts";
import { shown } from "./names.ts";

/** A file as one commit has it. */
export interface TreeFile {
  /** One character for each byte, as git keeps it. */
  readonly path: string;
  readonly mode: string;
  /** One character for each byte: whatever its encoding is, it goes back as it came. */
  readonly text: string;
}

/** Files that a pattern finds, and what is never edited though a pattern finds it. */
export interface Files {
  readonly files: readonly TreeFile[];
  /** `vendor (a submodule)` */
  readonly passedOver: readonly string[];
}

/** A larger file is no place where a version is written, and a pattern could take long over it. */
const bytesAtMost = 1024 * 1024;
const emptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

interface Entry {
  readonly path: string;
  readonly mode: string;
  readonly blob: string;
}

/**
 * The files of a commit that git's pathspecs find: `*` stops at a slash, `**` does not (`:(glob)`). A commit never
 * changes: what was read of it is kept.
 */
export class TreeReader {
  readonly #mirror: Mirror;
  readonly #read = new Map<string, Promise<Files>>();

  constructor(mirror: Mirror) {
    this.#mirror = mirror;
  }

  /** @param magic `glob`, or `literal` for exactly these paths and what is below them */
  at(commit: string, paths: readonly string[], magic: "glob" | "literal" = "glob"): Promise<Files> {
    const key = JSON.stringify([commit, magic, paths]);
    const known = this.#read.get(key);
    if (known) return known;
    const reading = this.#filesAt(commit, paths, magic);
    reading.catch(() => this.#read.delete(key));
    this.#read.set(key, reading);
    const [oldest] = this.#read.keys();
    if (this.#read.size > keptAtMost && oldest !== undefined) this.#read.delete(oldest);
    return reading;
  }

  async #filesAt(commit: string, paths: readonly string[], magic: string): Promise<Files> {
    const pathspecs = paths.map((path) => `:(${magic})${path}`);
    const args = ["diff-tree", "-r", "-z", "--raw", "--no-abbrev", emptyTree, commit, "--", ...pathspecs];
    const entries = entriesIn(await this.#mirror.text(args));
    const sizes = await this.#sizesOf(entries);
    const wrong = entries.map((entry) => whyNot(entry, sizes.get(entry.blob) ?? 0));
    const contents = await this.#contentsOf(entries.filter((_, index) => wrong[index] === undefined));
    const files = entries.flatMap(({ path, mode, blob }, index) => {
      const text = contents.get(blob);
      return wrong[index] === undefined && text !== undefined ? [{ path, mode, text }] : [];
    });
    const isText = ({ text }: TreeFile) => !text.includes("\0");
    return {
      files: files.filter(isText),
      passedOver: [
        ...entries.flatMap(({ path }, index) =>
          wrong[index] === undefined ? [] : [`${shown(path)} (${wrong[index]})`],
        ),
        ...files.filter((file) => !isText(file)).map(({ path }) => `${shown(path)} (a binary file)`),
      ],
    };
  }

  async #sizesOf(entries: readonly Entry[]): Promise<ReadonlyMap<string, number>> {
    const blobs = blobsOf(entries);
    if (blobs.length === 0) return new Map();
    const lines = await this.#mirror.text(["cat-file", "--batch-check=%(objectname) %(objectsize)"], inputOf(blobs));
    return new Map(lines.split("\n").map((line) => [line.split(" ")[0] ?? "", Number(line.split(" ")[1])]));
  }

  async #contentsOf(entries: readonly Entry[]): Promise<ReadonlyMap<string, string>> {
    const blobs = blobsOf(entries);
    if (blobs.length === 0) return new Map();
    return contentsIn(await this.#mirror.run(["cat-file", "--batch"], inputOf(blobs)));
  }
}

const keptAtMost = 60;

function inputOf(blobs: readonly string[]) {
  return { input: `${blobs.join("\n")}\n` };
}

function blobsOf(entries: readonly Entry[]): readonly string[] {
  return [...new Set(entries.filter(({ mode }) => mode.startsWith("100")).map(({ blob }) => blob))];
}

function whyNot({ mode }: Entry, size: number): string | undefined {
  if (mode === "120000") return "a symbolic link";
  if (mode === "160000") return "a submodule";
  return size > bytesAtMost ? "larger than 1 MiB" : undefined;
}

/** `:000000 100644 0000… 5716… A`, a zero, the path, a zero. */
function entriesIn(raw: string): readonly Entry[] {
  const matches = raw.matchAll(/:\d+ (\d+) [0-9a-f]+ ([0-9a-f]+) \w+\0([^\0]+)\0/g);
  return [...matches].map(([, mode = "", blob = "", path = ""]) => ({ mode, blob, path }));
}

/** `<blob> blob <size>`, a line's end, the content, a line's end. */
function contentsIn(batch: Buffer): ReadonlyMap<string, string> {
  const contents = new Map<string, string>();
  for (let at = 0; at < batch.length; ) {
    const end = batch.indexOf(10, at);
    const [blob = "", , size = "0"] = batch.toString("latin1", at, end).split(" ");
    contents.set(blob, batch.toString("latin1", end + 1, end + 1 + Number(size)));
    at = end + 1 + Number(size) + 1;
  }
  return contents;
}
