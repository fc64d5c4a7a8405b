import assert from "node:assert/strict";
import test from "node:test";
import { openGate, pasteFilter } from "../../src/views/gate.ts";
import { FakeTerminal } from "./terminal.ts";

const turn = () => new Promise((resolve) => setImmediate(resolve));

function gateOn(terminal: FakeTerminal) {
  const gate = openGate(terminal.stdin);
  let passed = "";
  gate.input.on("data", (chunk) => {
    passed += String(chunk);
  });
  const press = async (keys: string) => {
    terminal.press(keys);
    await turn();
    await turn();
  };
  return { gate, press, passed: () => passed };
}

test("keys typed before the question shows, and until 250 ms after, are dropped; later ones pass", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const terminal = new FakeTerminal(80);
  terminal.press("y\r");
  const { gate, press, passed } = gateOn(terminal);
  await press("y\r");
  t.mock.timers.tick(249);
  await press("y\r");
  assert.equal(passed(), "");
  t.mock.timers.tick(1);
  await press("n\r");
  assert.equal(passed(), "n\r");
  gate.close();
  assert.equal(terminal.stdin.isRaw, false);
});

for (const [what, key] of [
  ["Ctrl-C", "\x03"],
  ["Ctrl-D", "\x04"],
] as const) {
  test(`${what} leaves at once, whatever was typed with it`, async (t) => {
    t.mock.timers.enable({ apis: ["setTimeout"] });
    const { gate, press, passed } = gateOn(new FakeTerminal(80));
    await press(`y${key}\r`);
    assert.equal(gate.left.aborted, true);
    assert.equal(passed(), "");
    gate.close();
  });
}

test("a closed terminal leaves", async () => {
  const terminal = new FakeTerminal(80);
  const { gate } = gateOn(terminal);
  terminal.stdin.end();
  await turn();
  await turn();
  assert.equal(gate.left.aborted, true);
  gate.close();
});

test("Ctrl-Z does nothing", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { gate, press, passed } = gateOn(new FakeTerminal(80));
  t.mock.timers.tick(250);
  await press("y\x1a\r");
  assert.equal(passed(), "y\r");
  assert.equal(gate.left.aborted, false);
  gate.close();
});

test("what is pasted is left out, however it arrives", () => {
  const keys = "ab\x1b[200~y\ny\n\x1b[201~cd\x1b[A\r";
  assert.equal(pasteFilter()(keys), "abcd\x1b[A\r");
  const filter = pasteFilter();
  assert.equal([...keys].map((key) => filter(key)).join(""), "abcd\x1b[A\r");
});

test("a terminal that was closed meanwhile is left as it is: it has no mode to give back", () => {
  const terminal = new FakeTerminal(80);
  const { gate } = gateOn(terminal);
  const gone = Object.assign(new Error("setRawMode EIO"), { code: "EIO" });
  terminal.stdin.setRawMode = () => {
    throw gone;
  };
  gate.close();
});
