import assert from "node:assert/strict";
import test from "node:test";
import { gridText } from "../../src/views/checklist-grid.ts";
import { checklistJson } from "../../src/views/procedure-json.ts";
import { valueText } from "../../src/views/value-text.ts";
import { checklist } from "./procedure-samples.ts";

const wide = { columns: 80, hasColour: false };

test("rows are checks, columns are hosts; below stand the evidence of what did not pass and what to type", () => {
  assert.equal(
    valueText(checklist, wide),
    `The Mesos masters  REHEARSAL ALICE Release Testing, observed 14:02:11 UTC
                    alimesos01  alimesos02  alimesos03
  up in OpenStack   pass        pass        pass
  no puppet errors  pass        unknown     unknown
  zookeeper runs    pass        FAIL        pass
unknown  no puppet errors
           alimesos02, alimesos03: judy does not answer
           next  CheckAccess()
FAIL     zookeeper runs
           alimesos02: restarting since 13:40
           next  RebuildMaster("alimesos02")
6 of 9 pass, 1 FAIL, 2 unknown`,
  );
});

test("a narrow screen shows one host after another", () => {
  const lines = gridText(checklist, { columns: 44, hasColour: false }).split("\n");
  assert.ok(lines.every((line) => line.length <= 44));
  assert.deepEqual(
    lines.filter((line) => /^alimesos/.test(line)),
    ["alimesos01", "alimesos02", "alimesos03"],
  );
  assert.match(
    lines.join("\n"),
    /\nalimesos03\npass {5}up in OpenStack\nunknown {2}no puppet errors\n {11}judy does not answer\n {11}next {2}CheckAccess/,
  );
});

test("of a single host it is a plain list with its evidence", () => {
  const rows = checklist.rows.map(({ what, cells }) => ({ what, cells: cells.slice(1, 2) }));
  assert.equal(
    gridText({ ...checklist, title: "alimesos02", subjects: ["alimesos02"], rows }, wide),
    `alimesos02  REHEARSAL ALICE Release Testing, observed 14:02:11 UTC
pass     up in OpenStack   ACTIVE
unknown  no puppet errors  judy does not answer
           next  CheckAccess()
FAIL     zookeeper runs    restarting since 13:40
           next  RebuildMaster("alimesos02")
1 of 3 pass, 1 FAIL, 1 unknown`,
  );
});

test("colour adds to the words; a check that a host does not have is a dash", () => {
  const [row] = checklist.rows;
  const rows = [...checklist.rows.slice(1), { what: row?.what ?? "", cells: row?.cells.slice(0, 2) ?? [] }];
  const text = gridText({ ...checklist, rows }, { columns: 80, hasColour: true });
  assert.match(text, /\x1b\[32mpass/);
  assert.match(text, /pass .*pass .*-\n/);
});

test("what is asked of the cluster as a whole stands below the grid, with its evidence", () => {
  const cell = { subject: "cluster", result: "pass", evidence: "alimesos01 leads", next: "" } as const;
  const rows = [...checklist.rows, { what: "a leader is elected", cells: [cell] }];
  const text = gridText({ ...checklist, subjects: [...checklist.subjects, "cluster"], rows }, wide);
  assert.match(text, /alimesos02 {2}alimesos03\n/);
  assert.match(text, /\ncluster\npass {5}a leader is elected {2}alimesos01 leads\nunknown {2}no puppet errors\n/);
  assert.match(text, /\n7 of 10 pass, /);
});

test("what one cause explains is told once: for all hosts that say it of themselves, and for all checks", () => {
  const lost = (host: string) => {
    const evidence = `${host}.cern.ch is away`;
    return { subject: host, result: "unknown", evidence, next: "CheckAccess()" } as const;
  };
  const rows = ["zookeeper runs", "marathon runs", "its disk"].map((what) => {
    return { what, cells: checklist.subjects.map(lost) };
  });
  const below = gridText({ ...checklist, rows }, wide).split("its disk")[1];
  assert.equal(
    below?.slice(below.indexOf("\n") + 1),
    `unknown  9 answers of 3 checks, one cause
           alimesos01, alimesos02, alimesos03: HOST.cern.ch is away
           next  CheckAccess()
0 of 9 pass, 9 unknown`,
  );
  const two = gridText({ ...checklist, rows: rows.slice(1) }, wide);
  assert.match(two, /\nunknown {2}marathon runs; its disk\n/);
});

test("what helps several checks in a row is said once, below them", () => {
  const cell = { subject: "alimesos01", result: "unknown", evidence: "away", next: "CheckAccess()" } as const;
  const rows = ["up", "reachable"].map((what) => ({ what, cells: [cell] }));
  assert.match(
    gridText({ ...checklist, subjects: ["alimesos01"], rows }, wide),
    /\nunknown {2}up {9}away\nunknown {2}reachable {2}away\n {11}next {2}CheckAccess\(\)\n0 of 2/,
  );
});

test("as JSON", () => {
  const document = JSON.parse(JSON.stringify(checklistJson(checklist)));
  assert.deepEqual(document.checklist.subjects, ["alimesos01", "alimesos02", "alimesos03"]);
  assert.equal(document.checklist.rows[2].cells[1].result, "fail");
});
