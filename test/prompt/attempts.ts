/** Evaluates each argument on a fake console, one JSON document each, whatever becomes of it. */
import { join } from "node:path";
import { Batch } from "../../src/prompt/batch.ts";
import { closeImports } from "../../src/prompt/imports.ts";
import { refuseCodeFromStrings } from "../../src/prompt/no-code-from-strings.ts";
import { fakeConsole } from "./fake-console.ts";

refuseCodeFromStrings();
closeImports(join(import.meta.dirname, "../.."));
const { stdout, stderr } = process;
const batch = new Batch(fakeConsole(), { stdout, stderr, isJson: true, release: () => {} });
for (const text of process.argv.slice(2)) await batch.run([text]);
