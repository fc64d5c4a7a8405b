import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { complete } from "../../src/prompt/complete.ts";
import { ownWords } from "../../src/prompt/help.ts";
import { words as fakeWords } from "./fake-console.ts";

const words = [...fakeWords, ...ownWords(fakeWords)];

const hosts = Array.from({ length: 10_000 }, (_, index) => `ip-10-${String(index).padStart(5, "0")}.internal`);
const candidates = (type: string) => (type === "stack" ? ["dev", "stable", "test"] : type === "host" ? hosts : ["r1"]);

const cases: readonly (readonly [string, readonly string[], string])[] = [
  ["", ["Fleet", "exit", "help", "json", "plan", "runs", "show"], ""],
  ["Fl", ["Fleet"], "Fl"],
  ["const plan = await Fl", ["Fleet"], "Fl"],
  ["nothing", [], "nothing"],
  ["Fleet.", ["create", "replace"], ""],
  ["Fleet.cr", ["create"], "cr"],
  ["x.Fl", [], "Fl"],
  ['Fleet.create("', ["dev", "stable", "test"], ""],
  ['Fleet.create!("st', ['stable"'], "st"],
  ["Fleet.create!('st", ["stable'"], "st"],
  ['Fleet.create! ( "st', ['stable"'], "st"],
  ['await Fleet.create("st', ['stable"'], "st"],
  ['runs(); Fleet.create("st', ['stable"'], "st"],
  ['Fleet.create("test", "', [], ""],
  ['Fleet.replace("test", "ip-10-00042', ['ip-10-00042.internal"'], "ip-10-00042"],
  ['Fleet.replace("test", "a", "b,c", "ip-10-00042', ['ip-10-00042.internal"'], "ip-10-00042"],
  ['Fleet.replace(stack, "ip-10-00042', ['ip-10-00042.internal"'], "ip-10-00042"],
  ['show("', ['r1"'], ""],
  ['show("r1")', [], ""],
  ['help("sh', ['show"'], "sh"],
  ['help("Fl', ["Fleet", "Fleet.create", "Fleet.replace"], "Fl"],
  ["pl", ["plan"], "pl"],
  ["await pl", ["plan"], "pl"],
  ['unknown("st', [], "st"],
  ['"Fle', [], '"Fle'],
];
for (const [line, matches, typed] of cases)
  test(`${line} goes on with ${matches.join(", ") || "nothing"}`, () => {
    const [found, beginning] = complete(line, words, candidates, ["plan"]);
    assert.deepEqual(found, matches);
    if (matches.length > 0) assert.equal(beginning, typed);
  });

test("of very many matches a part is listed, with what all have in common and no more", () => {
  const common = (texts: readonly string[]) => {
    const [first = "", last = ""] = [texts[0], texts.at(-1)];
    return first.slice(
      0,
      [...first].findIndex((letter, index) => letter !== last[index]),
    );
  };
  const [listed] = complete('Fleet.replace("test", "ip', words, candidates);
  assert.equal(listed.length, 100);
  assert.equal(common(listed), common(hosts));
});

test("every host is found by every beginning of it that only it has", () => {
  fc.assert(
    fc.property(fc.nat(hosts.length - 1), (index) => {
      const host = hosts[index] ?? "";
      const [found] = complete(`Fleet.replace("test", "${host.slice(0, 11)}`, words, candidates);
      assert.deepEqual(found, [`${host}"`]);
    }),
  );
});
