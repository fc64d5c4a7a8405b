import type { SiteStage } from "../../support/site-stage.ts";

/** How a host is, as far as two runs with the same end must agree. */
export interface WorldState {
  readonly servers: readonly object[];
  readonly volumes: readonly object[];
  readonly agents: readonly Agent[];
}

export interface Agent {
  readonly host: string;
  readonly isDeactivated: boolean;
}

/** The site as its owner would look at it, past the console, once what was under way has come to rest. */
export async function stateOf(stage: SiteStage): Promise<WorldState> {
  stage.pass(30);
  const { servers, volumes } = stage.site;
  const rows = servers.all().map(({ name, vmState, taskState, lock, tags, actions }) => {
    const done = actions.map(({ action }) => action).sort();
    return { name, vmState, taskState: taskState ?? "", lock: lock?.reason ?? "", tags: [...tags], done };
  });
  return {
    servers: rows.sort((one, other) => one.name.localeCompare(other.name)),
    volumes: volumes
      .all()
      .map(({ name, status }) => ({ name, status }))
      .sort((one, other) => one.name.localeCompare(other.name)),
    agents: (await agentsOf(stage)) ?? [],
  };
}

/** As the leading master knows them; `undefined`: nobody leads. */
export async function agentsOf(stage: SiteStage): Promise<readonly Agent[] | undefined> {
  for (const name of stage.site.ground.environment.masters.names) {
    const listed = await askMaster(stage, name);
    if (listed) return listed;
  }
  return undefined;
}

async function askMaster(stage: SiteStage, name: string): Promise<readonly Agent[] | undefined> {
  const { ports } = stage.site.ground.environment;
  const found = await fetch(`http://127.0.0.1:${stage.served.port}/_world/address?host=${name}&port=${ports.master}`);
  if (!found.ok) return undefined;
  const { host, port }: Door = JSON.parse(await found.text());
  const answer = await fetch(`http://${host}:${port}/api/v1`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({ type: "GET_AGENTS" }),
    redirect: "manual",
  });
  if (answer.status !== 200) return undefined;
  const { get_agents: told }: Told = JSON.parse(await answer.text());
  return told.agents.map(agentFrom).sort((one, other) => one.host.localeCompare(other.host));
}

interface Door {
  readonly host: string;
  readonly port: number;
}

interface Told {
  readonly get_agents: { readonly agents: readonly Listed[] };
}

interface Listed {
  readonly agent_info: { readonly hostname: string };
  readonly deactivated?: boolean;
}

function agentFrom({ agent_info, deactivated }: Listed): Agent {
  return { host: agent_info.hostname, isDeactivated: deactivated === true };
}
