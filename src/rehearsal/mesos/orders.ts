import { type Fields, isFields } from "../../model/json.ts";
import type { Known } from "./agents.ts";
import type { ClusterNow } from "./cluster.ts";
import { drainNow } from "./drains.ts";
import { Refusal } from "./refusal.ts";
import type { Order } from "./registry.ts";

type Obey = (cluster: ClusterNow, fields: Fields) => Refusal | undefined;
type Judge = (cluster: ClusterNow, id: string, agent: Known | undefined, body: Fields) => Order | Refusal | undefined;

/** Registered, or given up as unreachable: then the order takes effect when it returns. */
function isKnown({ unreachable }: ClusterNow, id: string, agent: Known | undefined): boolean {
  return agent !== undefined || unreachable.some((registration) => registration.id === id);
}

/** The calls that change agents, by their type. Texts and statuses: sheet, section 3 and section 8, points 16 to 20. */
export const orders: Readonly<Record<string, Obey>> = {
  DEACTIVATE_AGENT: (cluster, fields) => obey("deactivate_agent", deactivate, cluster, fields),
  REACTIVATE_AGENT: (cluster, fields) => obey("reactivate_agent", reactivate, cluster, fields),
  DRAIN_AGENT: (cluster, fields) => obey("drain_agent", drain, cluster, fields),
  MARK_AGENT_GONE: (cluster, fields) => obey("mark_agent_gone", markGone, cluster, fields),
};

function obey(name: string, judge: Judge, cluster: ClusterNow, fields: Fields): Refusal | undefined {
  const body = fields[name];
  if (!isFields(body)) return new Refusal(400, `Failed to validate master::Call: Expecting '${name}' to be present`);
  const notACall = "Failed to convert JSON into Call protobuf:";
  if (typeof body.agent_id === "string")
    return new Refusal(400, `${notACall} Not expecting a JSON string for field 'agent_id'`);
  const id = isFields(body.agent_id) ? body.agent_id.value : undefined;
  if (typeof id !== "string") return new Refusal(400, `${notACall} Missing required fields: ${name}.agent_id`);
  const agent = cluster.agents.find(({ registration }) => registration.id === id);
  const order = judge(cluster, id, agent, body);
  if (order === undefined || order instanceof Refusal) return order;
  cluster.registry.add(id, order);
  return undefined;
}

const deactivate: Judge = (cluster, id, agent) =>
  isKnown(cluster, id, agent) ? { type: "deactivate", at: cluster.now } : new Refusal(400, "Unknown agent");

const reactivate: Judge = (cluster, id, agent) => {
  if (!agent && isKnown(cluster, id, agent)) return new Refusal(409, "Agent removed while processing the call");
  if (!agent || !cluster.registry.isDeactivated(id, cluster.now)) return new Refusal(400, "Agent is not deactivated");
  const draining = drainNow(cluster, agent);
  if (draining && !draining.isDrained) return new Refusal(400, "Agent is still in the DRAINING state");
  return { type: "reactivate", at: cluster.now };
};

const drain: Judge = (cluster, id, agent, body) => {
  const grace = body.max_grace_period;
  if (typeof grace === "string") {
    const why = "Not expecting a JSON string for field 'max_grace_period'";
    return new Refusal(400, `Failed to convert JSON into Call protobuf: ${why}`);
  }
  if (!isKnown(cluster, id, agent)) return new Refusal(400, "Unknown agent");
  const marksGone = body.mark_gone === true;
  return {
    type: "drain",
    at: cluster.now,
    marksGone,
    ...(isFields(grace) && { graceNanoseconds: nanosecondsIn(grace) }),
  };
};

/** Already gone is 200 too; an id that never was is 404. */
const markGone: Judge = (cluster, id, agent) => {
  if (cluster.registry.isGone(id)) return undefined;
  return isKnown(cluster, id, agent) ? { type: "gone", at: cluster.now } : new Refusal(404, `Agent '${id}' not found`);
};

/** `{"seconds": N}`; `nanoseconds` is not a field of the request and counts as nothing. */
function nanosecondsIn(grace: Fields): number {
  return (Number(grace.seconds) || 0) * 1e9 + (Number(grace.nanos) || 0);
}
