import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import test from "node:test";
import { journalFile, openAsJane, opsErrorOf, temporaryHome } from "./fixture.ts";

const scope = "cantareira/test";

test("a file that is no journal is left as it is", (t) => {
  const home = temporaryHome(t);
  mkdirSync(join(home, "journal"));
  writeFileSync(journalFile(home), "a letter to my aunt\n".repeat(500));
  const store = openAsJane(home);
  assert.match(store.readOnlyBecause ?? "", /journal\.db is damaged.*: file is not a database/);
  assert.deepEqual(store.runs(), []);
  assert.equal(opsErrorOf(() => store.begin(scope, "x", {})).code, "journal-read-only");
  store.close();
  assert.match(readFileSync(journalFile(home), "utf8"), /^a letter to my aunt\n/);
});

/** A journal of 40 runs on some 15 pages, closed. */
function journalOf40Runs(home: string): void {
  const store = openAsJane(home);
  for (let index = 0; index < 40; index++) store.begin(`s/${index}`, "x", { text: "x".repeat(900) });
  store.close();
}

test("a page of garbage: read-only, the other rows are shown, not a byte is written", (t) => {
  const home = temporaryHome(t);
  journalOf40Runs(home);
  overwritePage(home, pageOfRow(home, 20));
  const before = readFileSync(journalFile(home));

  const store = openAsJane(home);
  assert.match(store.readOnlyBecause ?? "", /journal\.db is damaged/);
  assert.deepEqual(
    ["r1", "r20", "r40"].map((run) => store.events(run).length),
    [1, 0, 1],
  );
  assert.ok(store.runs().includes("r1") && store.runs().includes("r40"));
  assert.equal(opsErrorOf(() => store.begin(scope, "x", {})).code, "journal-read-only");
  assert.equal(store.verify().isWhole, false);
  store.close();
  assert.deepEqual(readFileSync(journalFile(home)), before);
});

for (const index of ["event_of_run", "event_began"]) {
  test(`garbage in the index ${index}: every row is still shown, nothing is written`, (t) => {
    const home = temporaryHome(t);
    journalOf40Runs(home);
    overwritePage(home, pageOfIndex(home, index));
    const before = readFileSync(journalFile(home));

    const store = openAsJane(home);
    assert.equal(store.runs().length, 40);
    assert.equal(store.events("r20").length, 1);
    assert.match(store.readOnlyBecause ?? "", /journal\.db is damaged/);
    assert.equal(opsErrorOf(() => store.begin(scope, "x", {})).code, "journal-read-only");
    store.close();
    assert.deepEqual(readFileSync(journalFile(home)), before);
  });
}

function pageOfIndex(home: string, index: string): number {
  using database = new DatabaseSync(journalFile(home), { readOnly: true });
  const row = database.prepare("SELECT rootpage FROM sqlite_schema WHERE name = ?").get(index);
  return Number(row?.rootpage) - 1;
}

/** The page whose text holds the row's own mark. */
function pageOfRow(home: string, run: number): number {
  using database = new DatabaseSync(journalFile(home), { readOnly: true });
  const row = database.prepare("SELECT hash FROM event WHERE run = ?").get(`r${run}`);
  return Math.floor(readFileSync(journalFile(home)).indexOf(String(row?.hash)) / 4096);
}

function overwritePage(home: string, page: number): void {
  const bytes = readFileSync(journalFile(home));
  assert.ok(page > 0 && page * 4096 < bytes.length);
  writeFileSync(journalFile(home), bytes.fill(0xa5, page * 4096, (page + 1) * 4096));
}
