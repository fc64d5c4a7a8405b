import type { ConditionState } from "../../model/resource.ts";
import { type Container, containersOn } from "./docker.ts";
import { type Look, no, yes } from "./look.ts";
import { badParameters, textOf } from "./names.ts";

/** How one wanted container is: `trouble` undefined when it runs. */
interface Row {
  readonly text: string;
  readonly trouble?: string;
}

/** All of them run; those that do not are told a line each. Parameters: `{host, containers}`. */
export const containersRunning: Look = async ({ host, full }, { containers }, looks) => {
  if (!isTexts(containers)) throw badParameters("containers");
  const found = await containersOn(full, looks);
  if (!found.isThere) return withoutDocker(host, found.why);
  return stateOf(
    host,
    containers.map((name) => rowOf(name, found.list)),
  );
};

/** One of them. Parameters: `{host, container}`. */
export const containerRunning: Look = async ({ host, full }, parameters, looks) => {
  const name = textOf(parameters, "container");
  const found = await containersOn(full, looks);
  return found.isThere ? stateOf(host, [rowOf(name, found.list)]) : withoutDocker(host, found.why);
};

function stateOf(host: string, rows: readonly Row[]): ConditionState {
  const troubles = rows.flatMap(({ trouble }) => trouble ?? []);
  if (troubles.length === 0) return yes(rows.map(({ text }) => text).join(", "));
  return no(troubles.join("\n"), `docker logs on ${host} says why; puppet agent -t -v there starts what is to run`);
}

function withoutDocker(host: string, why: string): ConditionState {
  return no(`docker does not run on ${host}: ${why}`, `systemctl status docker on ${host}`);
}

/** Whole names only: `mesos-master-old` is not `mesos-master`. */
function rowOf(wanted: string, all: readonly Container[]): Row {
  const container = all.find(({ names }) => names.includes(wanted));
  if (!container) return missing(wanted, all);
  const { state, status } = container;
  if (state === "running") return { text: `${wanted} runs (${status})` };
  return { text: wanted, trouble: `${wanted} is ${state}, not running (${status})` };
}

function missing(wanted: string, all: readonly Container[]): Row {
  const others = all.filter(({ names }) => names.some((name) => looksLike(name, wanted)));
  const told = others.map(({ names, state }) => `${names.join(", ")} (${state})`).join(", ");
  const trouble = told ? `${wanted} is missing; ${told} is another container` : `${wanted} is missing`;
  return { text: wanted, trouble };
}

/** Alike for someone who reads in haste: one within the other, whatever the case and the punctuation. */
function looksLike(name: string, wanted: string): boolean {
  const [one, other] = [name, wanted].map((text) => text.toLowerCase().replace(/[^a-z0-9]/g, ""));
  return one !== undefined && other !== undefined && one !== "" && (one.includes(other) || other.includes(one));
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}
