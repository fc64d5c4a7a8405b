import { OpsError } from "../../../model/error.ts";
import type { Json } from "../../../model/json.ts";
import { quoted } from "../../../model/printable.ts";

/** A file of the repository that the roles are written in. */
export interface SourceFile {
  readonly repository: string;
  readonly path: string;
  readonly text: string;
}

export type Path = readonly (string | number)[];

/** Something that is wrong in a file, and where. */
export interface Fault {
  readonly path: Path;
  readonly problem: string;
}

const faultsTold = 3;
/** Far beyond what IAM takes, and not long to look through. */
const charactersAtMost = 100_000;

/** What the file says, when `check` finds nothing wrong with it. @throws OpsError `malformed-policy` with file and line */
export async function checkedJson(file: SourceFile, check: (value: Json) => readonly Fault[]): Promise<Json> {
  if (file.text.length > charactersAtMost) throw malformed(file, [`${file.path}: it is longer than IAM takes`]);
  const value = parsed(file);
  const faults = [...(await repeatedKeys(file)), ...(await placed(file, check(value)))];
  if (faults.length > 0) throw malformed(file, faults);
  return value;
}

function parsed(file: SourceFile): Json {
  try {
    const value: Json = JSON.parse(file.text);
    return value;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw malformed(file, [`${file.path}${lineIn(message, file.text)}: it is not JSON: ${quoted(message)}`], error);
  }
}

/** Only the message knows where: with the position, or with nothing where the text ends too early. */
function lineIn(message: string, text: string): string {
  const position = Number(/ at position (\d+)/.exec(message)?.[1] ?? text.length);
  return `:${text.slice(0, position).split("\n").length}`;
}

/** What is written twice is read once: one of the two would be passed over in silence. */
async function repeatedKeys({ path, text }: SourceFile): Promise<readonly string[]> {
  const { errors } = await treeOf(text);
  const repeated = errors.filter(({ code }) => code === "DUPLICATE_KEY");
  return repeated.map(({ linePos }) => `${path}:${linePos?.[0].line ?? 1}: the key stands twice in the same braces`);
}

async function placed({ path, text }: SourceFile, faults: readonly Fault[]): Promise<readonly string[]> {
  if (faults.length === 0) return [];
  const { lineOf } = await treeOf(text);
  return faults.map((fault) => `${path}:${lineOf(fault.path)}: ${fault.problem}`);
}

/** JSON as the YAML that it is: that parser knows the lines, and tells of keys that stand twice. */
async function treeOf(text: string) {
  const { isNode, LineCounter, parseDocument } = await import("yaml");
  const lineCounter = new LineCounter();
  const tree = parseDocument(text, { lineCounter, uniqueKeys: true });
  /** Of the nearest thing around it that is there. */
  const lineOf = (path: Path): number => {
    const node = path.length === 0 ? tree.contents : tree.getIn(path, true);
    if (isNode(node) && node.range) return lineCounter.linePos(node.range[0]).line;
    return path.length === 0 ? 1 : lineOf(path.slice(0, -1));
  };
  return { errors: tree.errors, lineOf };
}

function malformed({ repository, path }: SourceFile, faults: readonly string[], cause?: unknown): OpsError {
  const more = faults.length > faultsTold ? [`and ${faults.length - faultsTold} more`] : [];
  return new OpsError({
    code: "malformed-policy",
    reason: "check",
    what: `${path} of ${repository} is not fit to be deployed`,
    why: [...faults.slice(0, faultsTold), ...more].join("\n"),
    next: `correct it in ${repository} by a reviewed change, then look again`,
    cause,
  });
}
