import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { bangCallsIn, unclosedString, withBangs } from "../../src/prompt/bang.ts";
import { isAtEnd } from "../../src/prompt/syntax.ts";

/** What one types, and what of it runs. `true`: the same text. */
const inputs: readonly (readonly [string, string | true])[] = [
  ['f!("x")', 'f.now("x")'],
  ['MesosCluster.create!("test")', 'MesosCluster.create.now("test")'],
  ['MesosCluster["create"]!("test")', 'MesosCluster["create"].now("test")'],
  ['MesosCluster?.create!("test")', 'MesosCluster?.create.now("test")'],
  ['await f!("x")', 'await f.now("x")'],
  ["f! (1)", "f.now (1)"],
  ["f !(1)", "f .now(1)"],
  ["f!\n(1)", "f.now\n(1)"],
  ["f!(\n  1,\n)", "f.now(\n  1,\n)"],
  ["f!<T>(x)", "f.now   (x)"],
  ["f!!(1)", "f.now (1)"],
  ["f! !(1)", "f.now  (1)"],
  ["f!(g!(1))", "f.now(g.now(1))"],
  ["f!(1)!(2)", "f.now(1).now(2)"],
  ["f!(1); g!(2)", "f.now(1); g.now(2)"],
  ["f!(1)\ng!(2)\n", "f.now(1)\ng.now(2)\n"],
  ["(f as any)!(1)", "(f       ).now(1)"],
  ["(f)!(1)", "(f).now(1)"],
  ["f()!(1)", "f().now(1)"],
  ["a.b!.c!(1)", "a.b .c.now(1)"],
  ["a[0]!(1)", "a[0].now(1)"],
  ["new F!(1)", "new F.now(1)"],
  ["!f!(1)", "!f.now(1)"],
  ["if (!f!(1)) g()", "if (!f.now(1)) g()"],
  ["`\x24{f!(1)}`", "`\x24{f.now(1)}`"],
  ["`a \x24{`b \x24{f!(1)}`}`", "`a \x24{`b \x24{f.now(1)}`}`"],
  ["for (const s of x) f!(s)", "for (const s of x) f.now(s)"],
  ["x.map((s) => f!(s))", "x.map((s) => f.now(s))"],
  ["x.map(async (s: string) => await f!(s))", "x.map(async (s        ) => await f.now(s))"],
  ["const p: Plan = f!(1)", "const p       = f.now(1)"],
  ['const p: Foo<"!"> = f!(g!)', "const p           = f.now(g )"],
  ['é!("x")', 'é.now("x")'],
  ['日本!("é")', '日本.now("é")'],
  ['let s: "x" = "😀"; f!(2)', 'let s      = "😀"; f.now(2)'],
  ["f!(/!(/)", "f.now(/!(/)"],
  ['f!("!(")', 'f.now("!(")'],
  ["f!(1) // g!(2)", "f.now(1) // g!(2)"],
  ["/* f!(1) */ g!(2)", "/* f!(1) */ g.now(2)"],
  ["a /* c */!(1)", "a /* c */.now(1)"],
  ["f!(1) as Plan", "f.now(1)        "],
  ["f!(1)!", "f.now(1) "],
  ["({ a: f!(1) })", "({ a: f.now(1) })"],
  ["{ a: f!(1), b: 2 }", "{ a: f.now(1), b: 2 }"],
  ["x = f!(1), g!(2)", "x = f.now(1), g.now(2)"],
  ["f!(...args)", "f.now(...args)"],
  ["f!()", "f.now()"],
  // No bang: the assertion alone, the operators, and text.
  ["x!", "x "],
  ["x!.y(1)", "x .y(1)"],
  ["x![0](1)", "x [0](1)"],
  ["x! = 3", "x  = 3"],
  ["f!`x`", "f `x`"],
  ["x.map(f!)", "x.map(f )"],
  ["(f!)(1)", "(f )(1)"],
  ["const c = f!; c(1)", "const c = f ; c(1)"],
  ["a! / (b)", "a  / (b)"],
  ["a! + (b)", "a  + (b)"],
  ["!(a)", true],
  ["!!(a)", true],
  ["if (!(a)) b", true],
  ["a != (b)", true],
  ["a !== (b)", true],
  ["a && !(b)", true],
  ["return_ = !(b)", true],
  ["/a!(b)/.test(c)", true],
  ["'a!(b)'", true],
  ['"a!(b)"', true],
  ["`a!(b)`", true],
  ["// a!(b)", true],
  ["/* a!(b) */", true],
  ["a\n!(b)", true],
  ['f<"!">(x)', "f     (x)"],
  ['type A = "!"\n(x)', "            \n(x)"],
  ["let x!: number\n(f)()", "let x         \n(f)()"],
  ["class A { y!: number }", "class A { y          }"],
  ["declare const q: number", "                       "],
  ["", true],
  ["1 + 1", true],
];

for (const [typed, runs] of inputs)
  test(`${JSON.stringify(typed)} runs as ${runs === true ? "typed" : runs}`, () => {
    assert.equal(withBangs(typed), runs === true ? typed : runs);
  });

const refused = ["f!?.(1)", "f! ?.(1)", "f!/* c */(1)", "f! // c\n(1)", "f!/* c */?.(1)", "f!?./* c */(1)"];
for (const typed of refused)
  test(`${JSON.stringify(typed)} is refused`, () => {
    assert.throws(() => withBangs(typed), { code: "bang", reason: "usage", what: "the bang on line 1 is not clear" });
  });

const unfinished = [
  "f!(",
  'f!("x"',
  "f!({\n  a: 1,",
  "`a",
  "`${f!(",
  "/* a",
  "x =>",
  "a &&",
  "a ?",
  "foo.",
  "if (x) {",
  "for (const x of",
  "[1,",
  "{ a: 1, b: 2",
  "const x: Foo<",
  "function f(a: string",
  "class A {",
  '"a\\',
  "async () => {\n  await f!(1);",
];
for (const typed of unfinished)
  test(`${JSON.stringify(typed)} waits for more`, () => assert.equal(endsTooEarly(`${typed}\n`), true));

const wrong = ["}", "a b", "f!(1))", '"a', "f!(1\nb)", "enum A { B }", "let x = <any>f!(1)", "return 1", "/a"];
const unclosed = ["f('a", "f!('a", "[1, 'a", "x = { a: 'b", 'if (x) { f("a', "f(`x`, 'a", 'f("a\\\nb'];
for (const typed of unclosed)
  test(`${JSON.stringify(typed)} has a string that no further line can close`, () => {
    assert.match(String(unclosedString(`${typed}\n`)), /Unterminated string/);
  });
for (const typed of unfinished)
  test(`${JSON.stringify(typed)} has none`, () => assert.equal(unclosedString(`${typed}\n`), undefined));

for (const typed of wrong)
  test(`${JSON.stringify(typed)} is wrong as it is`, () => assert.equal(endsTooEarly(`${typed}\n`), false));

function endsTooEarly(text: string): boolean | "is right" {
  try {
    withBangs(text);
    return "is right";
  } catch (error) {
    return isAtEnd(error, text);
  }
}

test("text without bangs runs as typed, and all positions are kept", () => {
  const piece = fc.constantFrom(
    "!(a)",
    "a != (b)",
    '"é!(x)"',
    "`日!(\x24{1})`",
    "/a!(b)/",
    "// f!(1)\n",
    "x => !(x)",
    "1",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.map((each) => `;${each}`).join("\n");
      assert.equal(withBangs(text), text);
      assert.deepEqual(bangCallsIn(text), []);
    }),
  );
});

test("every bang becomes one .now in its place, and nothing else changes", () => {
  const call = fc.constantFrom('f!("x")', "f! (1)", "a.b!()", "x.map((s) => f!(s))", "`\x24{f!(1)}`");
  const other = fc.constantFrom("!(a)", '"f!(1)"', "a != (b)", "// f!(1)\n", 'let s: "日本😀" = 1', "x!.y");
  fc.assert(
    fc.property(fc.array(fc.oneof(call, other), { maxLength: 12 }), (pieces) => {
      const statements = pieces.map((each, index) => `;{${each.replace("let s", `let s${index}`)}\n}`);
      const text = statements.join("\n");
      const lengths = text.length + 3 * bangCallsIn(text).length;
      assert.equal(withBangs(text).length, lengths);
      for (const { at } of bangCallsIn(text)) assert.equal(text[at], "!");
      assert.equal(bangCallsIn(text).length, pieces.filter((each) => /^(?!"|\/\/).*[fb]! ?\(/.test(each)).length);
    }),
  );
});

test("bang calls of a file are found with their lines", () => {
  const text = 'import { f } from "./f.ts";\n\nexport const a = f("x")!;\nf!(1);\nif (!(a)) f! (\n2);\n';
  assert.deepEqual(
    bangCallsIn(text).map(({ line }) => line),
    [4, 5],
  );
});
