/** Who and when, as a commit has it. */
export interface Signature {
  readonly name: string;
  readonly email: string;
}

export interface NewCommit {
  readonly author: Signature;
  /** Default: the author. */
  readonly committer?: Signature;
  /** Milliseconds since the epoch, world time. */
  readonly at: number;
  readonly message: string;
  /** By path; `null` removes the file. */
  readonly files: Readonly<Record<string, string | Buffer | null>>;
}

export interface Import {
  readonly branch: string;
  /** Absent: the first commit has no parent. */
  readonly onto?: string;
  readonly commits: readonly NewCommit[];
}

/** The stream by which `git fast-import` writes commits one upon the other; it answers with the last one's sha. */
export function importStream({ branch, onto, commits }: Import): Buffer {
  const parts = commits.map((commit, index) => commitPart(branch, commit, index === 0 ? onto : `:${index}`, index + 1));
  return Buffer.concat([...parts.flat(), Buffer.from(`get-mark :${commits.length}\ndone\n`)]);
}

function commitPart(branch: string, commit: NewCommit, from: string | undefined, mark: number): readonly Buffer[] {
  const { author, committer = author, at, message, files } = commit;
  const head = [
    `commit refs/heads/${branch}`,
    `mark :${mark}`,
    `author ${signed(author, at)}`,
    `committer ${signed(committer, at)}`,
  ];
  return [
    text(`${head.join("\n")}\n`),
    ...data(Buffer.from(message)),
    text(from === undefined ? "" : `from ${from}\n`),
    ...Object.entries(files).flatMap(([path, content]) => filePart(path, content)),
    text("\n"),
  ];
}

function signed({ name, email }: Signature, at: number): string {
  return `${name} <${email}> ${Math.floor(at / 1000)} +0000`;
}

/** Paths are quoted as C strings, so that none can end the line. */
function filePart(path: string, content: string | Buffer | null): readonly Buffer[] {
  const name = JSON.stringify(path);
  if (content === null) return [text(`D ${name}\n`)];
  return [text(`M 100644 inline ${name}\n`), ...data(Buffer.from(content))];
}

function data(content: Buffer): readonly Buffer[] {
  return [text(`data ${content.length}\n`), content, text("\n")];
}

function text(line: string): Buffer {
  return Buffer.from(line);
}
