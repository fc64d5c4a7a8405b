/** The prompt over a fake console, for tests on a terminal: `node demo.ts HISTORY`. */
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { goOnUnread, serve } from "../../src/prompt/foreground.ts";
import { History } from "../../src/prompt/history.ts";
import { closeImports } from "../../src/prompt/imports.ts";
import { Keyboard } from "../../src/prompt/keyboard.ts";
import { Prompt } from "../../src/prompt/repl.ts";
import { fakeConsole } from "./fake-console.ts";

const { stdin: input, stdout: output } = process;
const keyboard = new Keyboard(input);

/** A view that takes the terminal: it says what it is given, up to Enter. */
function ask(): Promise<string> {
  return keyboard.give(async () => {
    output.write("QUESTION? ");
    input.setRawMode(true);
    input.resume();
    let text = "";
    while (!text.includes("\r")) text += String(await new Promise((resolve) => input.once("data", resolve)));
    input.pause();
    output.write(`GIVEN ${JSON.stringify(text)}\n`);
    return text.trim();
  });
}

goOnUnread();
closeImports(join(import.meta.dirname, "../.."));
const host = fakeConsole(ask, (name) => output.write(`BEGUN ${name}\n`));
const [, , historyFile = "history"] = process.argv;
output.write(`process ${process.pid}\n`);
const history = new History(historyFile);
const prompt = new Prompt(host, history, { input, output, keyboard, release: () => {} });
serve(prompt);
await prompt.left;
output.write(`LEFT ${host.log.join(", ")}\n`);
writeFileSync(`${historyFile}.leaving`, host.log.join("\n"));
renameSync(`${historyFile}.leaving`, `${historyFile}.left`);
process.exit(0);
