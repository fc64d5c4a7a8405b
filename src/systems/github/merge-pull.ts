import { beforeSending, NotDone, OpsError } from "../../model/error.ts";
import { parsedJson } from "../../model/json.ts";
import { textAt } from "../../model/json-at.ts";
import type { Repository } from "../../model/sources.ts";
import type { Effects, Permit, Settlement } from "../../model/system.ts";
import type { Clock } from "../../model/world.ts";
import type { HttpAnswer } from "../../remote/http.ts";
import { wantedOf } from "./conditions.ts";
import { deleteBranch } from "./delete-branch.ts";
import { type Merged, mergedValue } from "./merged.ts";
import { type Head, headText, type Pull, pathOf, pullText, pullToMerge } from "./pulls.ts";
import { failed, type Hub } from "./read.ts";
import { type Readiness, readinessOf } from "./readiness.ts";

export interface Merging {
  readonly hub: Hub;
  readonly head: Head;
  readonly repository: Repository;
  readonly clock: Clock;
  readonly effects: Effects;
  /** How long a review of a head that moved is waited for. */
  readonly patienceSeconds: number;
}

/** Merges exactly what was reviewed and is green, then deletes its branch. */
export async function mergePull(merging: Merging): Promise<void> {
  const { hub, head, effects } = merging;
  await untilReady(merging);
  const merged = await effects.perform<Merged>({
    name: "merge",
    repeat: "once",
    send: (permit) => merge(merging, permit),
    probe: () => settlementOf(merging),
  });
  effects.log(`${pullText(hub, head, merged)} merged as ${merged.sha.slice(0, 7)}`);
  await deleteBranch(hub, head, merged.head, effects);
}

/**
 * A head that moved since its review, or a check that runs, needs its time once more. What comes of it is for the guard
 * to say, and for the last look before it is sent.
 */
async function untilReady(merging: Merging): Promise<void> {
  const { hub, head, effects, patienceSeconds } = merging;
  const look = async () => ((await lookNow(merging)).isComing ? undefined : true);
  try {
    await effects.wait(`${headText(hub, head)} is reviewed, as it is now, and green`, patienceSeconds, look);
  } catch (error) {
    if (!(error instanceof OpsError) || error.code !== "timed-out") throw error;
  }
}

function lookNow({ hub, head, repository, clock }: Merging): Promise<Readiness> {
  return readinessOf(hub, head, wantedOf(repository), clock);
}

async function merge(merging: Merging, permit: Permit): Promise<Merged> {
  const { hub, head, repository } = merging;
  const readiness = await beforeSending(() => lookNow(merging));
  const { pull, missing, approvedBy } = readiness;
  if (!pull || missing.length > 0) throw notReady(hub, head, readiness);
  if (pull.state === "merged") return await beforeSending(() => mergedValue(hub, head, pull));
  const path = `${pathOf(hub, head.repository)}/pulls/${pull.number}/merge`;
  const body = { merge_method: repository.mergeMethod, sha: pull.head };
  const answer = await hub.client.send({ method: "PUT", path, body }, permit);
  const sha = answer.status === 200 ? textAt(parsedJson(answer.text), "sha") : undefined;
  if (sha === undefined) return await afterRefusal(merging, pull, answer);
  const mergedAt = new Date(merging.clock.now()).toISOString();
  return { number: pull.number, url: pull.url, head: pull.head, sha, approvedBy, mergedAt };
}

/** 405 also when somebody merged it a moment before; 409: the head moved since it was reviewed. */
async function afterRefusal({ hub, head }: Merging, pull: Pull, answer: HttpAnswer): Promise<Merged> {
  const refusal = failed(
    answer,
    `GitHub does not merge ${pullText(hub, head, pull)}`,
    `look at ${pull.url}, then go on`,
  );
  if (!(refusal instanceof NotDone)) throw refusal;
  const now = await beforeSending(() => pullToMerge(hub, head));
  if (now?.state === "merged" && now.number === pull.number) return await mergedValue(hub, head, now);
  throw refusal;
}

/** A gateway's error may come before the merge is over. */
const looks = 3;
const betweenLooksMs = 5_000;

async function settlementOf({ hub, head, clock }: Merging): Promise<Settlement<Merged>> {
  for (let look = 1; ; look += 1) {
    const pull = await pullToMerge(hub, head);
    if (pull?.state === "merged") {
      const evidence = `${pullText(hub, head, pull)} was merged ${pull.mergedAt}`;
      return { happened: "yes", value: await mergedValue(hub, head, pull), evidence };
    }
    const evidence = pull
      ? `${pullText(hub, head, pull)} is ${pull.state}`
      : `no pull request of ${headText(hub, head)}`;
    if (look === looks) return { happened: "no", evidence };
    await clock.sleep(betweenLooksMs);
  }
}

/** Nothing was sent. */
function notReady(hub: Hub, head: Head, { pull, missing }: Readiness): NotDone {
  return new NotDone({
    code: "not-ready-to-merge",
    reason: "check",
    what: `${pull ? pullText(hub, head, pull) : headText(hub, head)} is not merged`,
    why: missing.join("; "),
    next: pull ? `look at ${pull.url}; then go on` : "look at the branch on GitHub; then go on",
  });
}
