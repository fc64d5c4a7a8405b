import type { Fields } from "../../model/json.ts";
import { nanoseconds, seconds } from "./agent-json.ts";
import { legacyScalars, nothing, taskCapacity, times, v1Held, v1Scalars } from "./capacity.ts";
import type { ClusterNow, Framework } from "./cluster.ts";
import { isRunning, type Task } from "./tasks.ts";

const capabilities = ["TASK_KILLING_STATE", "PARTITION_AWARE"];

export interface Split {
  readonly running: readonly Task[];
  readonly completed: readonly Task[];
}

export function splitTasks({ tasks, now }: Pick<ClusterNow, "tasks" | "now">): Split {
  return {
    running: tasks.filter((task) => isRunning(task, now)),
    completed: tasks.filter((task) => task.endsAt <= now),
  };
}

function splitTasksOf(cluster: ClusterNow, framework: Framework): Split {
  return splitTasks({ tasks: tasksOfFramework(cluster, framework), now: cluster.now });
}

export function stateOf(task: Task, now: number): string {
  if (isRunning(task, now)) return "TASK_RUNNING";
  return task.ending;
}

export function frameworkIdOf({ frameworks }: ClusterNow, { framework }: Task): string {
  return frameworks[framework]?.id ?? "";
}

export function tasksOfFramework(cluster: ClusterNow, { id }: Framework): readonly Task[] {
  return cluster.tasks.filter((task) => frameworkIdOf(cluster, task) === id);
}

/** The states that a task went through, with their times. */
function changesOf(task: Task, now: number): readonly (readonly [string, number])[] {
  const begun = [["TASK_RUNNING", task.startedAt]] as const;
  return isRunning(task, now) ? begun : [...begun, [stateOf(task, now), task.endsAt] as const];
}

/** One task of GET_TASKS. */
export function v1Task(cluster: ClusterNow, task: Task): Fields {
  const agent_id = { value: task.agent };
  const task_id = { value: task.id };
  return {
    name: task.name,
    task_id,
    framework_id: { value: frameworkIdOf(cluster, task) },
    agent_id,
    state: stateOf(task, cluster.now),
    resources: v1Scalars(taskCapacity, { allocation_info: { role: "*" } }),
    statuses: changesOf(task, cluster.now).map(([state, at]) => ({
      ...{ task_id, state, source: "SOURCE_EXECUTOR", agent_id },
      ...{ executor_id: task_id, timestamp: seconds(at) },
    })),
    status_update_state: stateOf(task, cluster.now),
    ...(task.user && { user: task.user }),
  };
}

/** One task of `/tasks` and `/state`. */
export function legacyTask(cluster: ClusterNow, task: Task): Fields {
  return {
    id: task.id,
    name: task.name,
    framework_id: frameworkIdOf(cluster, task),
    executor_id: "",
    slave_id: task.agent,
    state: stateOf(task, cluster.now),
    resources: legacyScalars(taskCapacity),
    role: "*",
    statuses: changesOf(task, cluster.now).map(([state, at]) => ({ state, timestamp: seconds(at) })),
    ...(task.user && { user: task.user }),
  };
}

/** The framework as `/state-summary` and `/state` begin it. */
export function legacyFramework(cluster: ClusterNow, framework: Framework): Fields {
  const used = times(taskCapacity, splitTasksOf(cluster, framework).running.length);
  return {
    ...{
      id: framework.id,
      name: framework.name,
      used_resources: legacyScalars(used),
      offered_resources: legacyScalars(nothing),
    },
    ...(framework.principal && { principal: framework.principal }),
    ...{ capabilities, hostname: "", webui_url: "", active: true, connected: true, recovered: false },
  };
}

/** The framework of `/state`. */
export function fullFramework(cluster: ClusterNow, framework: Framework): Fields {
  const { running, completed } = splitTasksOf(cluster, framework);
  return {
    ...legacyFramework(cluster, framework),
    ...{
      user: framework.user,
      failover_timeout: 604_800,
      checkpoint: true,
      registered_time: seconds(framework.registeredAt),
    },
    ...{ unregistered_time: 0, resources: legacyScalars(times(taskCapacity, running.length)), role: "*" },
    tasks: running.map((task) => legacyTask(cluster, task)),
    unreachable_tasks: [],
    completed_tasks: completed.map((task) => legacyTask(cluster, task)),
    ...{ offers: [], executors: [], offer_constraints: {} },
  };
}

/** The framework of GET_FRAMEWORKS. */
export function v1Framework(cluster: ClusterNow, framework: Framework): Fields {
  const { id, name, user, principal, registeredAt } = framework;
  const info = { user, name, id: { value: id }, failover_timeout: 604_800, checkpoint: true, role: "*" };
  const held = v1Held(times(taskCapacity, splitTasksOf(cluster, framework).running.length));
  return {
    framework_info: { ...info, ...(principal && { principal }), capabilities: capabilities.map((type) => ({ type })) },
    ...{ active: true, connected: true, recovered: false },
    registered_time: nanoseconds(registeredAt),
    reregistered_time: nanoseconds(registeredAt),
    ...(held.length > 0 && { allocated_resources: held }),
    offer_constraints: {},
  };
}

/** How many tasks are in each state: what `/state-summary` tells instead of the tasks. */
export function taskCounts(tasks: readonly Task[], now: number): Fields {
  const states = ["STAGING", "STARTING", "RUNNING", "KILLING", "FINISHED", "KILLED", "FAILED", "LOST", "ERROR"];
  const counts = [...states, "UNREACHABLE"].map((state) => [
    `TASK_${state}`,
    tasks.filter((task) => stateOf(task, now) === `TASK_${state}`).length,
  ]);
  return Object.fromEntries(counts);
}
