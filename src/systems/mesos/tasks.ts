import type { Json } from "../../model/json.ts";
import { listAt, numberAt, textAt } from "../../model/json-at.ts";
import type { Cluster } from "./cluster.ts";
import { askLeader, findLeader, type Leader } from "./leader.ts";
import { legacyState } from "./legacy.ts";
import { v1 } from "./redirect.ts";

/** One task that has not provably ended. */
export interface Task {
  readonly id: string;
  readonly name: string;
  readonly framework: string;
  /** `TASK_RUNNING`; also `TASK_UNREACHABLE` and kin, which may run again (sheet, section 6). */
  readonly state: string;
  /** Milliseconds since the epoch; absent while it does not run yet. */
  readonly runningSince?: number;
  /** As whom it runs, where that is not its framework's user. */
  readonly user?: string;
}

const ended = new Set(["TASK_FINISHED", "TASK_FAILED", "TASK_KILLED", "TASK_ERROR", "TASK_DROPPED", "TASK_GONE"]);

/** The tasks of one agent that have not ended. */
export async function readTasks(cluster: Cluster, agentId: string): Promise<readonly Task[]> {
  return await readTasksOf(cluster, [agentId], await findLeader(cluster));
}

/** The tasks of several agents. Reads the tasks of the whole cluster: Mesos has no filter by agent. */
export async function readTasksOf(
  cluster: Cluster,
  agentIds: readonly string[],
  leader: Leader,
): Promise<readonly Task[]> {
  const all =
    leader.protocol === "legacy"
      ? listAt(await legacyState(cluster, leader), "frameworks").flatMap((framework) => listAt(framework, "tasks"))
      : listAt(await askLeader(cluster, leader, v1("GET_TASKS")), "get_tasks", "tasks");
  return all
    .filter((task) => agentIds.includes(idAt(task, "agent_id", "slave_id")) && !ended.has(stateOf(task)))
    .map(taskFrom);
}

function taskFrom(task: Json): Task {
  const since = listAt(task, "statuses").find((status) => textAt(status, "state") === "TASK_RUNNING");
  const seconds = numberAt(since, "timestamp");
  const user = textAt(task, "user");
  return {
    id: idAt(task, "task_id", "id"),
    name: textAt(task, "name") ?? "",
    framework: idAt(task, "framework_id"),
    state: stateOf(task),
    ...(seconds !== undefined && { runningSince: Math.round(seconds * 1000) }),
    ...(user && { user }),
  };
}

function stateOf(task: Json): string {
  return textAt(task, "state") ?? "";
}

/** An id under its v1 name (`{value}`) or its legacy name (text). */
function idAt(task: Json, name: string, legacyName: string = name): string {
  return textAt(task, name, "value") ?? textAt(task, legacyName) ?? "";
}
