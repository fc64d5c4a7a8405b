import { join } from "node:path";
import { PassThrough } from "node:stream";
import type { TestContext } from "node:test";
import { openConsole } from "../../src/console.ts";
import { Batch } from "../../src/prompt/batch.ts";
import { createPlainPerson } from "../../src/views/person.ts";
import { answerOf, type Stage } from "./stage.ts";

/** A console in this process, for many short questions: `--rehearse --json --yes --confirm test`. */
export async function consoleIn(t: TestContext, stage: Stage) {
  const stderr = new PassThrough().resume();
  const answers = { isYes: true, confirmed: ["test"], attested: [] };
  const person = createPlainPerson({ columns: 100, hasColour: false, stderr, isRehearsal: true, answers });
  const root = join(import.meta.dirname, "../..");
  const options = { environment: "cantareira", home: stage.home, root, isRehearsal: true, isFresh: false, faults: [] };
  const host = await openConsole({ ...options, person });
  t.after(() => host.close());
  return async (...expressions: readonly string[]) => {
    const stdout = new PassThrough({ encoding: "utf8" });
    const status = await new Batch(host, { stdout, stderr, isJson: true, release: () => {} }).run(expressions);
    return answerOf({ status, stdout: (await stdout.end().toArray()).join(""), stderr: "" });
  };
}
