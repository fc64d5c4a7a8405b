import { isOpenStack, type OpenStackEnvironment } from "../model/environment.ts";
import type { Guard } from "../model/guard.ts";
import { shortHandle } from "../model/handle.ts";

/** A command that a person types can do anything, and no guard reads it. */
const guard: Guard = {
  name: "free-commands",
  title: "Free commands are not for protected hosts, masters and the gateway",
  because: "what they do cannot be judged, and from the gateway everything can be reached",
  async judge(change, { environment, targets }) {
    if (!isOpenStack(environment) || change.system !== "hosts" || change.kind !== "command") return undefined;
    const handles = [change.name, ...(await targets()).flatMap(({ id, names }) => [id, ...names])].map(shortHandle);
    const closed = closedTo(environment);
    const hit = handles.find((handle) => closed.has(handle));
    if (hit === undefined && isAgent(change.name, environment)) return undefined;
    return {
      outcome: "refuse",
      because: `${change.name} is no host for free commands${hit === undefined || hit === change.name ? "" : `: it is ${hit}`}`,
      instead: "log in there yourself, where it must be",
    };
  },
};

export default guard;

function closedTo({ protects, masters, gateway }: OpenStackEnvironment): ReadonlySet<string> {
  const names = protects.flatMap(({ names = [], ids = [] }) => [...names, ...ids]);
  return new Set(
    [...names, ...masters.names, ...Object.values(masters.ids), ...(gateway ? [gateway.host] : [])].map(shortHandle),
  );
}

function isAgent(handle: string, { agents }: OpenStackEnvironment): boolean {
  return new RegExp(agents.namePattern).test(handle);
}
