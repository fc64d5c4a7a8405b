import type { Fields } from "../../model/json.ts";
import type { ConditionState } from "../../model/resource.ts";
import { agentDrained, agentRegistered, agentsRegistered, noOldAgent } from "./agent-conditions.ts";
import { noneDraining } from "./draining-conditions.ts";
import type { Looks } from "./looks.ts";
import {
  anotherLeads,
  leaderElected,
  masterJoined,
  masterLeads,
  mastersHealthy,
  quorumComplete,
  registryRecovered,
  servesNothing,
  zookeeperServes,
} from "./master-conditions.ts";
import { tasksEnded, tasksListed } from "./task-conditions.ts";
import { noneNewer, runsVersion } from "./version-conditions.ts";

type Look = (looks: Looks, parameters: Fields) => Promise<ConditionState>;

/** What one can ask of a cluster, by the condition's name. Each is one look; what cannot be seen is `unknown`. */
export const conditions: Readonly<Record<string, Look>> = {
  "leader-elected": leaderElected,
  "master-joined": masterJoined,
  "master-leads": masterLeads,
  "another-leads": anotherLeads,
  "masters-healthy": mastersHealthy,
  "quorum-complete": quorumComplete,
  "zookeeper-serves": zookeeperServes,
  "registry-recovered": registryRecovered,
  "serves-nothing": servesNothing,
  "agents-registered": agentsRegistered,
  "agent-registered": agentRegistered,
  "agent-drained": agentDrained,
  "no-old-agent": noOldAgent,
  "tasks-listed": tasksListed,
  "tasks-ended": tasksEnded,
  "runs-version": runsVersion,
  "none-newer": noneNewer,
  "none-draining": noneDraining,
};
