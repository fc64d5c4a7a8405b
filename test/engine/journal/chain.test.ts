import assert from "node:assert/strict";
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import fc from "fast-check";
import { journalFile, openAsJane, opsErrorOf, tamper, temporaryHome } from "./fixture.ts";

const rows = 12;
const changedTo: Readonly<Record<string, string>> = {
  run: "run || 'x'",
  step: "step || 'x'",
  kind: "CASE kind WHEN 'failed' THEN 'doubted' ELSE 'failed' END",
  boot: "boot || 'x'",
  fence: "fence + 1",
  who: "'mallory@host'",
  at: "replace(at, '14:02', '14:03')",
  body: "replace(body, '}', ' }')",
  hash: "replace(replace(hash, 'a', 'b'), '1', '2') || '0'",
};

function journalWithRows(home: string): void {
  const store = openAsJane(home);
  const { run, lease } = store.begin("cantareira/test", "x", { title: "x" });
  for (let number = 2; number <= rows; number++) {
    store.append([{ run, step: `c/e/${number}`, kind: "intended", body: { number } }], lease);
  }
  store.close();
}

test("any single edited column of any row is found and named", (t) => {
  const original = temporaryHome(t);
  journalWithRows(original);
  const columns = fc.constantFrom(...Object.keys(changedTo));
  fc.assert(
    fc.property(columns, fc.integer({ min: 1, max: rows }), (column, seq) => {
      const home = temporaryHome(t);
      mkdirSync(join(home, "journal"));
      copyFileSync(journalFile(original), journalFile(home));
      tamper(home, `UPDATE event SET ${column} = ${changedTo[column]} WHERE seq = ${seq}`);
      const store = openAsJane(home);
      const { isWhole, broken } = store.verify();
      store.close();
      assert.equal(isWhole, false);
      assert.equal(broken?.seq, seq);
    }),
    { numRuns: 60 },
  );
});

for (const [what, sql, seq] of [
  ["the first row", "DELETE FROM event WHERE seq = 1", 1],
  ["a row in the middle", "DELETE FROM event WHERE seq = 5", 5],
  ["the last rows", "DELETE FROM event WHERE seq > 9", 10],
  ["all rows", "DELETE FROM event", 1],
] as const) {
  test(`${what} cut out: found and named`, (t) => {
    const home = temporaryHome(t);
    journalWithRows(home);
    tamper(home, sql);
    const store = openAsJane(home);
    assert.equal(store.verify().broken?.seq, seq);
    store.close();
  });
}

test("an edited journal opens read-only, says so, still shows what can be read, and refuses to act", (t) => {
  const home = temporaryHome(t);
  journalWithRows(home);
  tamper(home, "UPDATE event SET body = '{' WHERE seq = 5");
  const store = openAsJane(home);
  assert.match(store.readOnlyBecause ?? "", /journal\.db is damaged.*: event 5: it is not what was written/);
  assert.deepEqual(store.runs(), ["r1"]);
  assert.equal(store.events("r1").length, rows - 1);
  const error = opsErrorOf(() => store.begin("cantareira/dev", "x", {}));
  assert.equal(error.code, "journal-read-only");
  assert.match(error.why, /event 5/);
  store.close();
});

test("what the quick look at the start does not reach is found before the first write", (t) => {
  const home = temporaryHome(t);
  const writer = openAsJane(home);
  const { run, lease } = writer.begin("cantareira/test", "x", {});
  writer.append(
    Array.from({ length: 600 }, () => ({ run, step: "", kind: "resumed", body: {} }) as const),
    lease,
  );
  writer.close();
  tamper(home, "UPDATE event SET who = 'mallory@host' WHERE seq = 2");
  const store = openAsJane(home);
  assert.equal(store.readOnlyBecause, undefined);
  assert.equal(opsErrorOf(() => store.begin("cantareira/dev", "x", {})).code, "journal-read-only");
  assert.match(store.readOnlyBecause ?? "", /event 2/);
  assert.deepEqual(store.runs(), ["r1"]);
  store.close();
});
