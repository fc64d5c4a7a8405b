import type { ConditionState } from "../../model/resource.ts";
import { type Container, containersOn } from "./docker.ts";
import { type Look, no, yes } from "./look.ts";
import { textOf } from "./names.ts";

/** One container runs. Parameters: `{host, container}`. */
export const containerRunning: Look = async ({ host, full }, parameters, looks) => {
  const name = textOf(parameters, "container");
  const found = await containersOn(full, looks);
  return found.isThere ? stateOf(host, name, found.list) : withoutDocker(host, found.why);
};

function withoutDocker(host: string, why: string): ConditionState {
  return no(`docker does not run on ${host}: ${why}`, `systemctl status docker on ${host}`);
}

/** Whole names only: `mesos-master-old` is not `mesos-master`. */
function stateOf(host: string, wanted: string, all: readonly Container[]): ConditionState {
  const container = all.find(({ names }) => names.includes(wanted));
  if (container?.state === "running") return yes(`${wanted} runs (${container.status})`);
  const trouble = container
    ? `${wanted} is ${container.state}, not running (${container.status})`
    : missing(wanted, all);
  return no(trouble, `docker logs on ${host} says why; puppet agent -t -v there starts what is to run`);
}

function missing(wanted: string, all: readonly Container[]): string {
  const others = all.filter(({ names }) => names.some((name) => looksLike(name, wanted)));
  const told = others.map(({ names, state }) => `${names.join(", ")} (${state})`).join(", ");
  return told ? `${wanted} is missing; ${told} is another container` : `${wanted} is missing`;
}

/** Alike for someone who reads in haste: one within the other, whatever the case and the punctuation. */
function looksLike(name: string, wanted: string): boolean {
  const [one, other] = [name, wanted].map((text) => text.toLowerCase().replace(/[^a-z0-9]/g, ""));
  return one !== undefined && other !== undefined && one !== "" && (one.includes(other) || other.includes(one));
}
