import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import test from "node:test";
import { cantareira, type Document, Stage } from "../../support/stage.ts";

const dev = { ...cantareira.stacks.dev, mesosVersion: "1.11.0" };
const newer = { ...cantareira, stacks: { ...cantareira.stacks, dev } };

/** `dev mesos-fixed 1.9.0 3` */
function runningIn(versions: Document): readonly string[] {
  const stacks: readonly Document[] = versions.stacks;
  return stacks.flatMap(({ stack, running }) =>
    running.map(({ type, version, hosts }: Document) => [stack, type, version, hosts.length].join(" ")),
  );
}

test("versions() tells every pin, what every stack runs, what disagrees, and what could not be read", async (t) => {
  const stage = await Stage.open(t);
  assert.equal((await stage.ask(["--yes"], 'MesosCluster.create!("dev")')).status, 0);
  const { status, document, stderr } = await stage.ask([], "versions()");
  assert.equal(status, 0, `that a pin differs is an answer: ${stderr}`);
  const { versions } = document;
  assert.equal(versions.usual, "1.9.0");
  assert.deepEqual(versions.unread, []);
  const edits = new Set(versions.pins.map(({ edit }: Document) => edit));
  for (const edit of ["mesos-base", "deploy", "scale-cluster", "aurora-jobs", "pin-dev"]) assert.ok(edits.has(edit));
  const [first] = versions.pins;
  assert.deepEqual([first.repository, first.file, first.of], ["dockerfiles", "mesos-base/Dockerfile", "mesos"]);
  assert.match(first.change.sha, /^[0-9a-f]{40}$/);
  assert.deepEqual(runningIn(versions), [
    "dev mesos-master 1.9.0 3",
    "dev mesos-fixed 1.9.0 3",
    "dev mesos-on-demand 1.9.0 2",
    "dev mesos-spot-multi-az 1.9.0 2",
  ]);
  const made = versions.stacks.map(({ stack, pinned, isUnmade }: Document) => [stack, pinned, isUnmade ?? false]);
  assert.deepEqual(made, [
    ["test", "1.9.0", true],
    ["dev", "1.9.0", false],
    ["stable", "1.9.0", true],
  ]);

  stage.adopt(newer);
  const repositories = (await stage.served.forge?.())?.repositories;
  assert.ok(repositories);
  rmSync(repositories.path("sabesp"), { recursive: true });
  stage.pass(10);
  const broken = await stage.ask([], "versions()");
  assert.equal(broken.status, 1, "what could not be read proves nothing");
  const unread = broken.document.versions.unread.map(({ repository }: Document) => repository);
  assert.deepEqual(unread, ["sabesp"]);
  const said: readonly string[] = broken.document.versions.disagreements.map(({ what }: Document) => what);
  assert.ok(said.includes("this console has loaded 1.11.0 for dev, and its repository's default branch has 1.9.0"));
});
