import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { printable } from "../../src/model/printable.ts";

const hostile: readonly (readonly [what: string, text: string, drawn: string])[] = [
  ["colours", "\x1b[31mred\x1b[0m", "red"],
  ["clearing the screen", "a\x1b[2J\x1b[Hb", "ab"],
  ["a window title", "a\x1b]0;owned\x07b", "ab"],
  ["a link with its 7-bit terminator", "\x1b]8;;http://evil\x1b\\text\x1b]8;;\x1b\\", "text"],
  ["a clipboard write in 8-bit form", "a\x9d52;c;aGk=\x9cb", "ab"],
  ["8-bit CSI", "a\x9b31mb", "ab"],
  ["a device control string", "a\x1bP1$r\x1b\\b", "ab"],
  ["carriage return that overwrites", "safe\rdanger", "safe danger"],
  ["backspaces", "no\x08\x08yes", "noyes"],
  ["reordering marks", "abc\u202egnp\u2066x", "abcgnpx"],
  ["invisible characters", "ali\u200bbuild03\ufeff", "alibuild03"],
  ["line breaks and tabs", "a\nb\tc\u2028d", "a b c d"],
  ["an unfinished sequence", "a\x1b]0;never ends", "a]0;never ends"],
  ["half a surrogate pair", "a\ud800b", "a\ufffdb"],
  ["a family of emoji and accents", "👩‍👩‍👧 é 漢字", "👩‍👩‍👧 é 漢字"],
];

for (const [what, text, drawn] of hostile) {
  test(`printable: ${what}`, () => assert.equal(printable(text), drawn));
}

test("line breaks stay where asked, and only they", () => {
  assert.equal(printable("a\r\nb\tc\x1b[1m\nd\x00", { keepsLines: true }), "a\nb c\nd");
});

test("nothing that a terminal obeys is left of any text", () => {
  const bytes = fc.string({
    unit: fc.constantFrom("\x1b", "[", "]", "2J", "m", "\x9b", "\x07", "\\", "a", "\n", "\u202e"),
  });
  fc.assert(
    fc.property(bytes, (text) => {
      assert.doesNotMatch(printable(text), /[\x00-\x1f\x7f-\x9f\u202e]/);
      assert.equal(printable(printable(text)), printable(text));
    }),
  );
});
