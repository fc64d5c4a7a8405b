import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import test, { type TestContext } from "node:test";
import type { AwsEnvironment } from "../../src/model/environment.ts";
import { wholeCluster } from "../support/cluster.ts";
import { endOf } from "../support/console.ts";
import { cantareira, type Document, Stage } from "../support/stage.ts";
import { effectOf } from "./runbooks/boundary.ts";

const answers = ["--json", "--confirm", "test"];
const preload = [join(import.meta.dirname, "runbooks/die-at-boundary.ts")];
/** Before an effect is sent, when the world has it, and when its outcome is journaled. */
const boundaries = /^(?:intended|sent|done) (?:act|replace|update) /;

function pinned(mesosVersion: string): AwsEnvironment {
  return { ...cantareira, stacks: { ...cantareira.stacks, test: { ...cantareira.stacks.test, mesosVersion } } };
}

/** A stack that is to go back, and consoles on it that die once at every boundary. */
async function tortured(t: TestContext) {
  const stage = await Stage.open(t, { environment: pinned("1.11.0") });
  const made = await stage.ask(["--yes"], 'MesosCluster.create!("test")');
  assert.equal(made.status, 0, made.stderr);
  stage.adopt(pinned("1.9.0"));
  const file = join(stage.home, "boundaries");
  writeFileSync(file, "");
  const killed = () => readFileSync(file, "utf8").split("\n").filter(Boolean);
  let console: ChildProcess | undefined;
  const { requests } = stage.served.world;
  const add = requests.add.bind(requests);
  requests.add = (request) => {
    add(request);
    const boundary = request.isMutating && console ? `sent ${lastIntended(stage)}` : "";
    if (!boundaries.test(boundary) || killed().includes(boundary)) return;
    appendFileSync(file, `${boundary}\n`);
    console?.kill("SIGKILL");
  };
  /** `null`: it was killed. */
  async function type(expression: string): Promise<number | null> {
    const start = { preload, env: { DIE_ONCE_EACH: file, DIE_ONLY: boundaries.source } };
    console = stage.startWith(start, answers, expression);
    const { status, stderr } = await endOf(console);
    console = undefined;
    // Whom the masters elect takes some seconds: until then a guard refuses, and parks it.
    if (status === 3) stage.pass(1);
    assert.ok(status !== 1 && status !== 2, `${status}: ${stderr.slice(-2000)}`);
    return status;
  }
  return { stage, type, killed };
}

function journal(stage: Stage): DatabaseSync {
  return new DatabaseSync(join(stage.home, "rehearsal/journal/journal.db"), { readOnly: true, timeout: 1000 });
}

function lastIntended(stage: Stage): string {
  using database = journal(stage);
  const row = database.prepare("SELECT step FROM event WHERE run = 'r2' AND kind = 'intended' ORDER BY seq DESC").get();
  return row ? effectOf(`${row.step}`) : "none";
}

function hasBegun(stage: Stage): boolean {
  using database = journal(stage);
  return database.prepare("SELECT 1 FROM event WHERE run = 'r2' LIMIT 1").get() !== undefined;
}

test("a rollback that is killed once at every boundary: each host once, none draining", {
  timeout: 20 * 60_000,
}, async (t) => {
  const { stage, type, killed } = await tortured(t);
  const since = stage.mutations().length;
  let status: number | null = null;
  for (let tries = 0; status !== 0; tries += 1) {
    assert.ok(tries < 400, "it does not come to its end");
    status = await type(hasBegun(stage) ? 'resume!("r2")' : 'MesosCluster.rollback!("test")');
  }
  t.diagnostic(`killed at ${killed().length} boundaries`);
  for (const kind of ["intended", "sent", "done"])
    assert.ok(
      killed().some((each) => each.startsWith(kind)),
      kind,
    );
  assert.deepEqual(await stage.inventory(), wholeCluster, "neither a host too many nor one too few");
  const sent = stage.mutations().slice(since);
  const launched = new Set((await stage.instances()).map(({ InstanceId }) => InstanceId));
  assert.equal(launched.size, 8);
  assert.ok(sent.includes("RunInstances"));
  const { document } = await stage.ask([], 'hosts("test")');
  assert.deepEqual([...new Set(document.map(({ mesosVersion }: Document) => mesosVersion))], ["1.9.0"]);
  assert.deepEqual((await stage.ask([], 'MesosCluster.rollback("test")')).document.plan.changes, []);
  assert.equal((await stage.ask([], "verifyJournal()")).document.isWhole, true);
  // Only where no agent is left draining or deactivated would it not be refused.
  stage.adopt(pinned("1.8.1"));
  const further = await stage.ask([], 'MesosCluster.rollback("test")');
  const refused = further.document.plan.verdicts.filter(({ outcome }: Document) => outcome === "refuse");
  assert.ok(
    refused.every(({ because }: Document) => /requires AGENT_DRAINING/.test(because)),
    JSON.stringify(refused),
  );
});
