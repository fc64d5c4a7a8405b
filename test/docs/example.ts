import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { promisify } from "node:util";

const root = join(import.meta.dirname, "..", "..");

/** The example of a document, saved where the document says. */
export interface Example {
  /** A place that looks like the project. */
  readonly folder: string;
  readonly file: string;
}

/** @param room `runbooks`, whose parts the example may use. @param name its file's */
export function exampleOf(t: TestContext, document: string, room: string, name: string): Example {
  const folder = mkdtempSync(join(tmpdir(), "example-"));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, room));
  for (const path of ["src", "node_modules", "package.json", join(room, "parts")]) {
    symlinkSync(join(root, path), join(folder, path));
  }
  const [, example] = /```ts\n(.*?)```/s.exec(readFileSync(join(root, "docs", document), "utf8")) ?? [];
  const file = join(folder, room, name);
  writeFileSync(file, example ?? "");
  return { folder, file };
}

/** What the type checker has to say of the example, a line each. */
export async function typeErrorsOf({ folder, file }: Example, name: string): Promise<readonly string[]> {
  const settings = { extends: join(root, "tsconfig.json"), include: [file] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(settings));
  const tsc = join(root, "node_modules", ".bin", "tsc");
  const { stdout } = await promisify(execFile)(tsc, ["--project", folder]).catch((error) => error);
  return String(stdout)
    .split("\n")
    .filter((line) => line.includes(name));
}
