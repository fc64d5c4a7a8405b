import type { Json } from "../../model/json.ts";
import { at, listAt, textAt } from "../../model/json-at.ts";
import { quoted } from "../../model/printable.ts";
import type { Cluster } from "./cluster.ts";
import { askLeader, type Leader } from "./leader.ts";
import { v1 } from "./redirect.ts";
import { readTasksOf, type Task } from "./tasks.ts";

/** A task with whose it is. */
export interface Work extends Task {
  /** The framework's name, where the leader tells it. */
  readonly frameworkName: string;
  /** Whom to ask: the framework's principal and user. */
  readonly asks: readonly string[];
  /** Its name says that it builds what is released. */
  readonly isRelease: boolean;
}

const releases = /release|relval|nightly/i;

/** What runs on the agents of a host, release builds first, then the longest running. */
export async function readWork(
  cluster: Cluster,
  agentIds: readonly string[],
  leader: Leader,
): Promise<readonly Work[]> {
  if (agentIds.length === 0) return [];
  const [tasks, frameworks] = await Promise.all([
    readTasksOf(patient(cluster), agentIds, leader),
    readOwners(cluster, leader),
  ]);
  const work = tasks.map((task) => workOf(task, frameworks.get(task.framework)));
  return work.toSorted((a, b) => Number(b.isRelease) - Number(a.isRelease) || sinceOf(a) - sinceOf(b));
}

/**
 * The list has the ended tasks of all frameworks, too, and can reach tens of MB (sheet, section 4). It is asked for once,
 * before a decision that needs it.
 */
function patient(cluster: Cluster): Cluster {
  const { limits } = cluster.reach;
  const more = { ...limits, answerWithinMs: 1.5 * limits.answerWithinMs, bodyBytes: 8 * limits.bodyBytes };
  return { ...cluster, reach: { ...cluster.reach, limits: more } };
}

function sinceOf({ runningSince = Number.POSITIVE_INFINITY }: Task): number {
  return runningSince;
}

/** A framework, and as whom its tasks run unless they say otherwise. */
interface Owner {
  readonly name: string;
  readonly principal?: string | undefined;
  readonly user?: string | undefined;
}

function workOf(task: Task, owner: Owner = { name: task.framework }): Work {
  const user = task.user ?? owner.user;
  const principal = owner.principal ? [`principal ${quoted(owner.principal)}`] : [];
  return {
    ...task,
    frameworkName: owner.name,
    asks: [...principal, ...(user ? [`user ${quoted(user)}`] : [])],
    isRelease: releases.test(task.name) || releases.test(task.id),
  };
}

async function readOwners(cluster: Cluster, leader: Leader): Promise<ReadonlyMap<string, Owner>> {
  if (leader.protocol === "legacy") return new Map();
  const body = at(await askLeader(cluster, leader, v1("GET_FRAMEWORKS")), "get_frameworks");
  const infos = [...listAt(body, "completed_frameworks"), ...listAt(body, "frameworks")].map((framework) =>
    at(framework, "framework_info"),
  );
  return new Map(infos.map((info) => [textAt(info, "id", "value") ?? "", ownerFrom(info)]));
}

function ownerFrom(info: Json | undefined): Owner {
  return { name: textAt(info, "name") ?? "", principal: textAt(info, "principal"), user: textAt(info, "user") };
}

/** One line: `RELEASE build-O2-release, of jenkins, running since 2026-11-20 11:40 UTC; ask principal jenkins, user alibuild`. */
export function lineOfWork(work: Work): string {
  const since = work.runningSince;
  const running = since === undefined ? quoted(work.state) : `running since ${minuteOf(since)}`;
  const mark = work.isRelease ? "RELEASE " : "";
  const who = work.asks.length > 0 ? work.asks.join(", ") : "not told";
  return `${mark}${nameOfTask(work)}, of ${quoted(work.frameworkName)}, ${running}; ask ${who}`;
}

export function nameOfTask({ name, id }: Task): string {
  return quoted(name || id);
}

/** A time that came from outside may be none. */
function minuteOf(milliseconds: number): string {
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) return "an unknown time";
  return `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
