import assert from "node:assert/strict";
import { assertListed } from "../torture/runbooks/listed.ts";
import type { Document, SiteStage } from "./site-stage.ts";

/** Flags that answer what a runbook on that host asks; `attested` is said besides, or instead. */
export function answersFor(host: string, attested: Readonly<Record<string, string>> = {}): readonly string[] {
  const said = { agreed: "the shifters", "key-is-right": "accept", "old-id": "gone", way: "cordon", ...attested };
  const notes = Object.entries(said).flatMap(([step, note]) => ["--attest", `${step}=${note}`]);
  return ["--yes", "--confirm", host, "--confirm", `${host}.cern.ch_vol_001`, ...notes];
}

/** What an operator meets when something goes wrong in the middle. */
export interface Trouble {
  readonly faults: readonly string[];
  /** Without its bang. */
  readonly call: string;
  readonly answers: readonly string[];
  /** The step that failed. */
  readonly at: string;
  readonly says: RegExp;
  /** What is to be typed or done next. */
  readonly next: RegExp;
  /** What runs() lists as still so. */
  readonly owed?: readonly string[];
  /** Every command that may change something, in order, the same one once. */
  readonly sent: readonly string[];
}

/** Runs into it: the run parks at that step, says why and what is next, and lists what is still so. */
export async function runsInto(stage: SiteStage, trouble: Trouble): Promise<void> {
  const { call, answers, at, says, next, owed = [], sent } = trouble;
  const { status, document, stderr } = await stage.ask(answers, call.replace("(", "!("));
  assert.equal(status, 4, stderr.slice(-3000));
  const run = await newestRun(stage);
  const failed = run.outcomes.findLast(({ state }: Document) => state === "failed");
  assert.deepEqual([run.status, failed?.step], ["parked", at], stderr.slice(-3000));
  assert.match(document.error.why, says);
  assert.match(document.error.next, next);
  assert.deepEqual(owedOf(run), owed);
  assert.deepEqual(commandsOf(stage), sent);
  await assertListed(stage, `${call} while ${trouble.faults.join(", ")}`);
}

/** It was mended: the run is gone on with to its end, and nothing of it stays so. */
export async function goesOn(
  stage: SiteStage,
  { answers, run }: Pick<Trouble, "answers"> & { readonly run?: string },
): Promise<void> {
  const id = run ?? (await newestRun(stage)).id;
  const { status, document, stderr } = await stage.ask(answers, `resume!("${id}")`);
  assert.equal(status, 0, stderr.slice(-3000));
  assert.deepEqual([document.run.status, document.run.owed], ["done", []]);
  await assertListed(stage, "after it went on");
  assert.deepEqual(marksOf(stage), []);
}

/** It is given up: what was changed for a while is taken back. */
export async function givesUp(stage: SiteStage): Promise<void> {
  const { id } = await newestRun(stage);
  const { status, stderr } = await stage.ask(["--yes"], `abort!("${id}")`);
  assert.equal(status, 0, stderr.slice(-3000));
  assert.deepEqual(owedOf(await newestRun(stage)), []);
  await assertListed(stage, "after it was aborted");
  assert.deepEqual(marksOf(stage), []);
}

export async function newestRun(stage: SiteStage): Promise<Document> {
  const { document } = await stage.ask([], "runs().then((all) => show(all.at(-1).id))");
  return document.run;
}

export function owedOf(run: Document): readonly string[] {
  return run.owed.map(({ stillSo }: Document) => stillSo);
}

/** Of a command over SSH its name is enough; without the marks of holds. */
export function commandsOf(stage: SiteStage): readonly string[] {
  const names = stage.changes().flatMap((change) => (change.includes("mc-hold") ? [] : [nameOf(change)]));
  return [...new Set(names)];
}

function nameOf(change: string): string {
  return (
    /(ai-[a-z-]+|puppetserver|puppet|docker|openstack|uptime) /.exec(`${change} `)?.[1] ?? change.split(" ")[0] ?? ""
  );
}

/** How often such a command was sent. */
export function timesSent(stage: SiteStage, text: string): number {
  return stage.changes().filter((change) => change.includes(text)).length;
}

function marksOf({ site }: SiteStage): readonly string[] {
  return site.servers.all().flatMap(({ name, tags }) => [...tags].map((tag) => `${name}: ${tag}`));
}
