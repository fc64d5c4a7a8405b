import assert from "node:assert/strict";
import test from "node:test";
import cantareira from "../../environments/cantareira.ts";
import { disagreementsOf, usualOf } from "../../src/console/versions-agree.ts";
import type { PinPlace, StackVersions, UnreadPins, Versions } from "../../src/model/versions.ts";
import { versionsText } from "../../src/views/versions-text.ts";

const wide = { columns: 132, hasColour: false };
const narrow = { columns: 44, hasColour: false };
const change = { sha: "3f2a1b0c44", at: "2026-10-01T09:00:00Z", author: "dev-a", title: "Bump mesos" };

function pin(edit: string, value: string, repository = edit): PinPlace {
  return { edit, repository, file: "Dockerfile", line: 1, of: "mesos", value, change };
}

function stack(name: string, loaded: string, more: Partial<StackVersions> = {}): StackVersions {
  return { stack: name, loaded, pinned: loaded, running: [], ...more };
}

function versions(
  pins: readonly PinPlace[],
  stacks: readonly StackVersions[],
  unread: readonly UnreadPins[] = [],
): Versions {
  const usual = usualOf(pins);
  const seen = { pins, stacks, ...(usual !== undefined && { usual }) };
  const disagreements = disagreementsOf(seen, cantareira.sources);
  return { world: "REHEARSAL cantareira", observedAt: "2026-11-20T14:02:11Z", ...seen, unread, disagreements };
}

const running = [
  { type: "mesos-master", version: "1.9.0", hosts: ["10.20.11.10", "10.20.12.10", "10.20.13.10"] },
  { type: "mesos-fixed", version: "1.9.0", hosts: ["ip-10-20-11-16"] },
];
const agreeing = versions([pin("deploy", "1.9.0"), pin("pin-dev", "1.9.0")], [stack("dev", "1.9.0", { running })]);

test("pins and stacks that agree say so in one line", () => {
  assert.equal(
    versionsText(agreeing, wide),
    `Versions  REHEARSAL cantareira, observed 14:02:11 UTC
pins  in the repositories' default branches
  ok  deploy   mesos  1.9.0  deploy Dockerfile:1  3f2a1b0 2026-10-01 dev-a: Bump mesos
  ok  pin-dev  mesos  1.9.0  pin-dev Dockerfile:1  3f2a1b0 2026-10-01 dev-a: Bump mesos
stacks  what each is to run, and what its hosts tell that they run
  ok  dev  pinned        1.9.0  this console has loaded 1.9.0
  ok  dev  mesos-master  1.9.0  3 hosts
  ok  dev  mesos-fixed   1.9.0  1 host
  ok  everything that was read agrees: 2 pins at 1.9.0`,
  );
});

test("what differs is marked by a word, and below it stands which and what to type", () => {
  const pins = [pin("deploy", "1.9.0"), pin("sabesp", "1.9.0"), pin("mesos-base", "1.11.0", "dockerfiles")];
  const newer = [{ type: "mesos-spot", version: "1.11.0", hosts: ["ip-1", "ip-2"] }];
  const lagging = [{ type: "mesos-fixed", version: "1.8.1", hosts: ["ip-3"] }];
  const stacks = [
    stack("dev", "1.9.0", { running: [...running, ...newer] }),
    stack("stable", "1.9.0", { pinned: "1.11.0" }),
    stack("test", "1.9.0", { running: lagging }),
  ];
  const text = versionsText(versions(pins, stacks), wide);
  assert.match(text, /^ {2}!! {2}mesos-base +mesos +1\.11\.0 +dockerfiles Dockerfile:1/m);
  assert.match(text, /^ {2}!! {2}dev +mesos-spot +1\.11\.0 +2 hosts: ip-1, ip-2$/m);
  const below = text.slice(text.indexOf("  !!  1 of 3"));
  assert.equal(
    below,
    `  !!  1 of 3 pins is not at 1.9.0: mesos-base (1.11.0)
        next  BumpMesos("1.11.0") shows what is left of it; runs() names a campaign that is under way
  !!  dev is pinned to 1.9.0, and runs 1.11.0 on 2 mesos-spot
        next  MesosCluster.rollback("dev")
  !!  this console has loaded 1.9.0 for stable, and its repository's default branch has 1.11.0
        next  bring this checkout to the default branch (git pull), then start the console anew
  !!  test is pinned to 1.9.0, and runs 1.8.1 on 1 mesos-fixed
        next  MesosFixed.replace("test", "ip-3"); it is the stack that is tried on: MesosCluster.destroy("test") lets go of it`,
  );
});

test("what could not be read is a row, and nothing is claimed of it", () => {
  const unread = [{ repository: "sabesp", edit: "sabesp", error: "git: could not be reached" }];
  const stacks = [
    stack("dev", "1.9.0", { error: "no leader has recovered" }),
    stack("test", "1.9.0", { isUnmade: true }),
  ];
  const text = versionsText(versions([pin("deploy", "1.9.0")], stacks, unread), wide);
  assert.match(text, /^ {2}\? {3}sabesp +not read +sabesp: git: could not be reached$/m);
  assert.match(text, /^ {2}\? {3}dev +running +not read +no leader has recovered$/m);
  assert.match(text, /^ {2}ok {2}test +pinned +1\.9\.0 +.*has no hosts: it is not made$/m);
  assert.match(text, /^ {2}\? {3}everything that was read agrees: 1 pin at 1\.9\.0; 2 could not be read/m);
});

test("what keeps several repositories from being read alike is told once", () => {
  const failed = (name: string) => ({
    repository: name,
    edit: name,
    error: `git could not fetch nubank/${name}: no route`,
  });
  const text = versionsText(versions([], [], [failed("sabesp"), failed("deploy")]), wide);
  assert.match(text, /sabesp +not read +sabesp: git could not fetch nubank\/sabesp: no route$/m);
  assert.match(text, /deploy +not read +deploy: as sabesp$/m);
});

test("a narrow screen has the same, line by line, and no line is wider", () => {
  const text = versionsText(agreeing, narrow);
  assert.ok(
    text.split("\n").every((line) => line.length <= 44),
    text,
  );
  assert.match(
    text,
    /^ {2}ok {2}deploy {2}mesos {2}1\.9\.0\n {6}deploy Dockerfile:1\n {6}3f2a1b0 2026-10-01 dev-a: Bump mesos$/m,
  );
});

test("what comes from outside cannot draw on the terminal", () => {
  const sly = { ...pin("deploy", "1.9.0"), change: { ...change, title: "\u001b[2Jgone", author: "a\u202eb" } };
  const text = versionsText(versions([sly], []), wide);
  assert.ok(!text.includes("\u001b") && !text.includes("\u202e"));
});

test("the usual version is the most frequent; of equally frequent ones the newest", () => {
  assert.equal(usualOf([]), undefined);
  assert.equal(usualOf([pin("a", "1.9.0"), pin("b", "1.11.0")]), "1.11.0");
  assert.equal(usualOf([pin("a", "1.9.0"), pin("b", "1.11.0"), pin("c", "1.9.0")]), "1.9.0");
});
