import type { Sources } from "../model/sources.ts";
import { compareVersions } from "../model/version-order.ts";
import type { Disagreement, PinPlace, RunningHosts, StackVersions, Versions } from "../model/versions.ts";

type Seen = Pick<Versions, "usual" | "pins" | "stacks">;

/** The version that most pins have; of several equally frequent ones the newest. */
export function usualOf(pins: readonly PinPlace[]): string | undefined {
  const counts = Map.groupBy(pins, ({ value }) => value);
  const [most] = [...counts].toSorted(
    ([one, its], [other, others]) => others.length - its.length || (compareVersions(other, one) ?? 0),
  );
  return most?.[0];
}

/** Each with what to type: pins that differ from the others, stacks that run something else than they are pinned to. */
export function disagreementsOf({ usual, pins, stacks }: Seen, { bump }: Sources): readonly Disagreement[] {
  const ofStacks = stacks.flatMap((stack) => [...ofLoaded(stack), ...ofRunning(stack, bump)]);
  return usual === undefined ? ofStacks : [...ofPins(usual, pins), ...ofStacks];
}

function ofPins(usual: string, pins: readonly PinPlace[]): readonly Disagreement[] {
  const others = pins.filter(({ value }) => value !== usual);
  if (others.length === 0) return [];
  const named = [...Map.groupBy(others, ({ edit, value }) => `${edit} (${value})`).keys()];
  const what = `${others.length} of ${pins.length} pins ${others.length === 1 ? "is" : "are"} not at ${usual}: ${named.join(", ")}`;
  const newest = pins.map(({ value }) => value).toSorted((one, other) => compareVersions(other, one) ?? 0)[0] ?? usual;
  const next = `BumpMesos(${JSON.stringify(newest)}) shows what is left of it; runs() names a campaign that is under way`;
  return [{ what, next }];
}

function ofLoaded({ stack, loaded, pinned }: StackVersions): readonly Disagreement[] {
  if (pinned === undefined || pinned === loaded) return [];
  const what = `this console has loaded ${loaded} for ${stack}, and its repository's default branch has ${pinned}`;
  return [{ what, next: "bring this checkout to the default branch (git pull), then start the console anew" }];
}

/** By the stack's pin; where that could not be read, by what is loaded. */
function ofRunning(look: StackVersions, { trialStack }: Sources["bump"]): readonly Disagreement[] {
  const { stack, loaded, pinned = loaded, running } = look;
  const others = running.filter(({ version }) => version !== undefined && version !== pinned);
  if (others.length === 0) return [];
  const what = `${stack} is pinned to ${pinned}, and runs ${others.map(runsText).join(", ")}`;
  const trial =
    stack === trialStack ? `; it is the stack that is tried on: MesosCluster.destroy("${stack}") lets go of it` : "";
  return [{ what, next: `${wayTo(stack, pinned, others)}${trial}` }];
}

function runsText({ type, version, hosts }: RunningHosts): string {
  return `${version} on ${hosts.length} ${type}`;
}

/** Forwards masters go first, backwards agents; fixed agents are replaced by name. */
function wayTo(stack: string, pinned: string, others: readonly RunningHosts[]): string {
  const name = JSON.stringify(stack);
  if (others.some(({ version = "" }) => (compareVersions(version, pinned) ?? 0) > 0))
    return `MesosCluster.rollback(${name})`;
  if (others.some(({ type }) => type !== "mesos-fixed")) return `MesosCluster.create(${name})`;
  const hosts = others.flatMap((each) => each.hosts.map((host) => JSON.stringify(host)));
  return `MesosFixed.replace(${[name, ...hosts].join(", ")})`;
}
