import { type Fields, isFields, parsedJson } from "../../model/json.ts";
import { agentInfo, seconds, v1Agent } from "./agent-json.ts";
import { type Asked, clusterName, flagsOf, masterInfo, versionInfo } from "./master-json.ts";
import { orders } from "./orders.ts";
import { Refusal } from "./refusal.ts";
import type { Reign } from "./reigns.ts";
import { splitTasks, v1Framework, v1Task } from "./task-json.ts";

type Read = (asked: Asked, reign: Reign) => Fields;

/** The calls of the operator API that only read. */
export const reads: Readonly<Record<string, Read>> = {
  GET_HEALTH: () => ({ healthy: true }),
  GET_VERSION: ({ life }) => ({ version_info: versionInfo(life) }),
  GET_FLAGS: ({ life }) => ({
    flags: Object.entries({ ...flagsOf(life), cluster: clusterName(life) }).map(([name, value]) => ({ name, value })),
  }),
  GET_MASTER: ({ life }, reign) => ({
    master_info: masterInfo(reign),
    start_time: seconds(life.from),
    elected_time: seconds(reign.electedAt),
  }),
  GET_AGENTS: ({ cluster }) => agentsOf(cluster),
  GET_FRAMEWORKS: ({ cluster }) => ({
    frameworks: cluster.frameworks.map((framework) => v1Framework(cluster, framework)),
    completed_frameworks: [],
  }),
  GET_TASKS: ({ cluster }) => {
    const { running, completed } = splitTasks(cluster);
    return {
      tasks: running.map((task) => v1Task(cluster, task)),
      unreachable_tasks: [],
      completed_tasks: completed.map((task) => v1Task(cluster, task)),
    };
  },
};

function agentsOf(cluster: Asked["cluster"]): Fields {
  const registered = cluster.agents.filter((agent) => agent.state !== "recovered");
  const recovered = cluster.agents.filter((agent) => agent.state === "recovered");
  return {
    agents: registered.map((agent) => v1Agent(cluster, agent)),
    recovered_agents: recovered.map((agent) => agentInfo(agent)),
  };
}

/** Carries out one call that the leader was sent. `undefined`: done, with an empty body. Refusals are sentences. */
export function operate(asked: Asked, reign: Reign, body: string): Fields | Refusal | undefined {
  const call = callIn(body);
  if (call instanceof Refusal) return call;
  const read = Object.hasOwn(reads, call.type) ? reads[call.type] : undefined;
  if (read) return { type: call.type, [call.type.toLowerCase()]: read(asked, reign) };
  const order = Object.hasOwn(orders, call.type) ? orders[call.type] : undefined;
  if (order) return order(asked.cluster, call.fields);
  return new Refusal(400, "Failed to validate master::Call: Expecting 'type' to be present");
}

interface Call {
  readonly type: string;
  readonly fields: Fields;
}

function callIn(body: string): Call | Refusal {
  const parsed = parsedJson(body);
  if (parsed === undefined) return new Refusal(400, "Failed to parse body into JSON: syntax error at line 1 near: ");
  const notACall = "Failed to convert JSON into Call protobuf:";
  if (!isFields(parsed)) return new Refusal(400, `${notACall} Expecting a JSON object`);
  if (Array.isArray(parsed.type)) return new Refusal(400, `${notACall} Not expecting a JSON array for field 'type'`);
  return { type: typeof parsed.type === "string" ? parsed.type : "", fields: parsed };
}
