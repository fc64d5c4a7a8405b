import { lookFor, orUnknown } from "../../model/condition-table.ts";
import { textAt } from "../../model/json-at.ts";
import type { Change } from "../../model/plan.ts";
import { quoted } from "../../model/printable.ts";
import type { Condition, ConditionState } from "../../model/resource.ts";
import type { Sources } from "../../model/sources.ts";
import type { Effects, Identity, System } from "../../model/system.ts";
import type { World } from "../../model/world.ts";
import { differenceOf, observe, targetOf } from "./changes.ts";
import { createClient } from "./client.ts";
import { closePull } from "./close-pull.ts";
import { conditions } from "./conditions.ts";
import { tokenOf } from "./credentials.ts";
import type { OnThrottle } from "./line.ts";
import { mergePull } from "./merge-pull.ts";
import { openPull } from "./open-pull.ts";
import { bodyOf, type Hub } from "./read.ts";
import { repositoryOf, requestOf, unclear } from "./requests.ts";

export interface GithubOptions {
  readonly sources: Sources;
  readonly world: World;
  /** The folder of what is kept for this world. */
  readonly home: string;
  /** Told when a rate limit is waited for. */
  readonly onThrottle?: OnThrottle;
}

/** Pull requests: opened, looked at, merged, closed. Branches and commits are git's. */
export function createGithub(options: GithubOptions): System {
  const { sources, world, onThrottle } = options;
  const { api: url, owner } = sources.github;
  const client = createClient({ url, world, ...(onThrottle && { onThrottle }) });
  const hub: Hub = { client, url, owner };
  let identity: Promise<Identity> | undefined;
  return {
    name: "github",
    async identify() {
      identity ??= identityOf(hub, world);
      identity.catch(() => (identity = undefined));
      return await identity;
    },
    observe: (resources) => observe(hub, resources),
    diff: (resource, observed) => differenceOf(sources, resource, observed),
    apply: (change, effects) => apply(change, effects, hub, options),
    resolve: async (change) => [targetOf(hub, requestOf(change.after, change.id).head)],
    holds: (condition) => holds(condition, hub, options),
    close: () => client.close(),
  };
}

/** The token of an app belongs to nobody, and `GET /user` is not for it: 403. */
async function identityOf(hub: Hub, world: World): Promise<Identity> {
  tokenOf(world);
  const where = `${new URL(hub.url).host}/${hub.owner}`;
  const answer = await hub.client.get("/user");
  if (answer.status === 403) return { system: "github", where, who: "an app's token" };
  const login = textAt(bodyOf(answer, "/user"), "login");
  return { system: "github", where, who: quoted(login ?? "unknown") };
}

async function apply(change: Change, effects: Effects, hub: Hub, { sources, world }: GithubOptions): Promise<void> {
  const request = requestOf(change.after, change.id);
  const { head } = request;
  const repository = repositoryOf(sources, head.repository);
  const { kind, action, after } = change;
  if (kind === "pull-request" && action === "create") {
    return await openPull(hub, request, repository.defaultBranch, effects);
  }
  if (kind === "pull-request" && after?.state === "closed") return await closePull(hub, head, effects);
  if (kind !== "merge") throw unclear(change.id, "known kind of change");
  const patienceSeconds = sources.bump.policies.gatePatienceSeconds;
  await mergePull({ hub, head, repository, clock: world.clock, effects, patienceSeconds });
}

async function holds(condition: Condition, hub: Hub, { sources, world }: GithubOptions): Promise<ConditionState> {
  const look = lookFor(conditions, condition.name, "GitHub");
  const { head } = requestOf(condition.parameters, condition.what);
  const repository = repositoryOf(sources, head.repository);
  return await orUnknown(() => look({ hub, head, repository, clock: world.clock }, condition.parameters));
}
