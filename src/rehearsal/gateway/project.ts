import type { Call } from "../hosts/command.ts";
import type { Project } from "../openstack/identity.ts";
import type { SiteServer } from "../site/server.ts";

/**
 * The project that a command acts in: by its name in the environment, as `ai-rc` sets it. An id that is still set wins
 * over a name, which is why `ai-rc` unsets it. Without either: the operator's personal one, which has nothing.
 */
export function projectOf({ site, env }: Call): Project {
  const own = site.identities.projects;
  const personal = { id: "personal", name: "Personal operator" };
  const byId = own.find(({ id }) => id === env.OS_PROJECT_ID);
  return byId ?? own.find(({ name }) => name === env.OS_PROJECT_NAME) ?? personal;
}

/** The servers that a command can see. */
export function serversFor(call: Call): readonly SiteServer[] {
  const isOwn = projectOf(call).id === call.site.ground.environment.openstack.project.id;
  return isOwn ? call.site.servers.all().filter(({ vmState }) => vmState !== "deleted") : [];
}
