import type { OpenStackEnvironment } from "../../model/environment.ts";
import { draw } from "../mesos/draw.ts";
import type { AgentToLoad, Row, Workload } from "../mesos/workload.ts";

const minute = 60_000;
const frameworks = [
  { name: "Jenkins Scheduler", user: "alibuild", principal: "jenkins" },
  { name: "TwitterScheduler", user: "aurora", principal: "aurora-scheduler" },
];
const [jenkins, aurora] = [0, 1];

/** The agent that builds a release when the rehearsal begins. */
const releaseHost = "alibuild01";

/** Builds and checks on the agents, each of some minutes to half an hour; one of them is a release. */
export function buildingSince(startsAt: number, { domain }: OpenStackEnvironment): Workload {
  const isReleasing = ({ hostname }: AgentToLoad) => hostname === `${releaseHost}.${domain}`;
  return {
    frameworks,
    rowsOf: (agent) => [...(isReleasing(agent) ? [releaseAt(startsAt)] : []), builds(agent), ...checks(agent)],
  };
}

/** It has gone on for twenty minutes. */
function releaseAt(startsAt: number): Row {
  const named = () => ({ id: "jenkins-build-O2-release-1842", name: "build-O2-release" });
  const firstAt = startsAt - 20 * minute;
  return { framework: jenkins, user: "release-manager", firstAt, lastsMs: 45 * minute, restMs: 0, times: 1, named };
}

function builds({ seed, id, hostname, since }: AgentToLoad): Row {
  const lastsMs = Math.round(draw(seed, `build/${id}`, 6 * minute, 28 * minute));
  const restMs = Math.round(draw(seed, `rest/${id}`, minute, 9 * minute));
  const host = hostname.split(".")[0] ?? hostname;
  const named = (number: number) => ({ id: `jenkins-${host}-${number}`, name: `build-AliRoot-pr-${number}` });
  return { framework: jenkins, user: "alibuild", firstAt: since + minute, lastsMs, restMs, named };
}

/** On some agents Aurora runs its checks besides. */
function checks({ seed, id, since }: AgentToLoad): readonly Row[] {
  if (draw(seed, `checks/${id}`, 0, 1) > 0.5) return [];
  const lastsMs = Math.round(draw(seed, `check/${id}`, 3 * minute, 8 * minute));
  const named = (number: number) => ({
    id: `1795-root-prod-ci-check-${id.slice(-3)}-${number}`,
    name: "root/prod/ci-check",
  });
  return [{ framework: aurora, firstAt: since + 2 * minute, lastsMs, restMs: 20 * minute, named }];
}
