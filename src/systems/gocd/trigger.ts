import { beforeSending, type OpsError } from "../../model/error.ts";
import { textAt } from "../../model/json-at.ts";
import { quoted } from "../../model/printable.ts";
import type { Effect, Effects, Permit, Settlement } from "../../model/system.ts";
import type { Client } from "./client.ts";
import { gocdError } from "./error.ts";
import { highestCounter, history, type PipelineStatus, pipelinePath, statusOf } from "./history.ts";
import type { Instance } from "./instances.ts";
import { instanceUrl, pipelineUrl } from "./standing.ts";

/** The run that was triggered. */
export type Triggered = { readonly pipeline: string; readonly counter: number; readonly url: string };

/** Until an accepted trigger is a run: the materials are looked at first, which takes a minute or two. */
const scheduledWithinMs = 5 * 60 * 1000;
const pauseMs = 5_000;

/**
 * One more run. GoCD names none when it accepts a trigger: the highest counter before is journaled, and the run is the
 * first newer one that was forced by the same user.
 */
export async function trigger(client: Client, pipeline: string, effects: Effects): Promise<void> {
  const before = await effects.perform(counterBefore(client, pipeline));
  await effects.perform(scheduling(client, pipeline, before));
  const { counter } = await effects.perform(theRun(client, pipeline, before));
  effects.log(`${pipeline} ${counter} is scheduled`);
}

function counterBefore(client: Client, pipeline: string): Effect<number> {
  const send = () => beforeSending(() => highestCounter(client, pipeline));
  return { name: "counter-before", repeat: "idempotent", send };
}

function scheduling(client: Client, pipeline: string, before: number): Effect<true> {
  return {
    name: "schedule",
    repeat: "once",
    whenSeen: true,
    async send(permit) {
      await beforeSending(() => mustBeReady(client, pipeline));
      const body = { update_materials_before_scheduling: true };
      await client.post(`${pipelinePath(pipeline)}/schedule`, 1, permit, body);
      return true;
    },
    probe: (permit) => probe(client, pipeline, before, permit),
  };
}

/** Only looks: what was accepted may be a run however late, and is not sent again for that. */
function theRun(client: Client, pipeline: string, before: number): Effect<Triggered> {
  return {
    name: "trigger",
    repeat: "idempotent",
    send: () =>
      beforeSending(async () => {
        const run = await scheduled(client, pipeline, before);
        if (run) return run;
        throw notScheduled(client, pipeline);
      }),
  };
}

/** A trigger of a pipeline that is paused or locked is refused with less to say. */
async function mustBeReady(client: Client, pipeline: string): Promise<void> {
  const status = await statusOf(client, pipeline);
  if (status.isPaused) throw held(pipeline, ...pausedWords(client, pipeline, status));
  if (status.isLocked && !status.isSchedulable) {
    throw held(
      pipeline,
      "an earlier run holds its lock",
      `UnlockPipeline!(${JSON.stringify(pipeline)}), then try again`,
    );
  }
}

function held(pipeline: string, why: string, next: string): OpsError {
  return gocdError("gocd-refused", `${pipeline} was not triggered`, why, next);
}

function pausedWords({ url }: Client, pipeline: string, status: PipelineStatus): readonly [string, string] {
  const why = `it is paused by ${quoted(status.pausedBy, 60)}: ${quoted(status.pausedBecause) || "no reason given"}`;
  return [why, `unpause it at ${pipelineUrl(url, pipeline)} when that reason is gone, then try again`];
}

/** The login name of whom the token belongs to. */
export async function userOf(client: Client): Promise<string> {
  return textAt(await client.read("/current_user", 1), "login_name") ?? "";
}

/** The run of this user, as soon as there is one; `undefined`: there was none in time. */
async function scheduled(client: Client, pipeline: string, before: number): Promise<Triggered | undefined> {
  const user = await userOf(client);
  const deadline = client.clock.now() + scheduledWithinMs;
  for (;;) {
    const isLastLook = client.clock.now() >= deadline;
    const run = await firstForced(client, pipeline, before, user);
    if (run || isLastLook) return run;
    await client.clock.sleep(pauseMs);
  }
}

/** The oldest run after that counter that the user forced: runs of new commits come in between. */
async function firstForced(
  client: Client,
  pipeline: string,
  before: number,
  user: string,
): Promise<Triggered | undefined> {
  let found: Instance | undefined;
  for await (const instance of history(client, pipeline)) {
    if (instance.counter <= before) break;
    if (instance.cause.isForced && isSameUser(instance.cause.approver, user)) found = instance;
  }
  if (!found) return undefined;
  return { pipeline, counter: found.counter, url: instanceUrl(client.url, pipeline, found.counter) };
}

/** GoCD's names of users are the same in any case. */
function isSameUser(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/**
 * What was accepted becomes a run after a while; as long as one is being prepared nobody knows. A server that takes it
 * again and again and makes no run of it is for a person to look at.
 */
async function probe(client: Client, pipeline: string, before: number, permit: Permit): Promise<Settlement<true>> {
  const run = await scheduled(client, pipeline, before);
  if (run) return { happened: "yes", value: true, evidence: `${pipeline} ${run.counter} was triggered by this user` };
  const minutes = scheduledWithinMs / 60_000;
  const evidence = `no run of ${pipeline} after ${before} was triggered by this user within ${minutes} minutes`;
  const { isSchedulable } = await statusOf(client, pipeline);
  const isFirst = permit.step.endsWith("/1");
  if (isSchedulable && isFirst) return { happened: "no", evidence };
  return { happened: "unknown", evidence: `${evidence}: look at ${pipelineUrl(client.url, pipeline)}` };
}

function notScheduled({ url }: Client, pipeline: string): OpsError {
  const why = `GoCD accepted it, and within ${scheduledWithinMs / 60_000} minutes there was no run`;
  const next = `look at ${pipelineUrl(url, pipeline)}; then go on: it is waited for again, and not triggered again`;
  return gocdError("gocd-answer", `${pipeline} was triggered, and does not run`, why, next);
}
