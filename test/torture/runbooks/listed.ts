import assert from "node:assert/strict";
import type { SiteStage } from "../../support/site-stage.ts";
import { type Agent, agentsOf } from "./state.ts";

/** What stays changed for a while must be told by `runs()`: who else would think of it. */
export async function assertListed(stage: SiteStage, when: string): Promise<void> {
  const loose = [...deactivated((await agentsOf(stage)) ?? []), ...unlocked(stage)];
  if (loose.length === 0) return;
  const owed = await owedBy(stage);
  const unlisted = loose.filter(
    ({ host, so }) => !owed.some((each) => each.host === host && each.stillSo.includes(so)),
  );
  assert.deepEqual(unlisted, [], `${when}: runs() lists what is still so`);
}

interface Loose {
  readonly host: string;
  /** Part of the sentence that lists it. */
  readonly so: string;
}

function deactivated(agents: readonly Agent[]): readonly Loose[] {
  const off = agents.filter(({ isDeactivated }) => isDeactivated);
  return off.map(({ host }) => ({ host: host.split(".")[0] ?? "", so: "no new tasks" }));
}

/** Protected servers that were locked in the beginning, and are not. */
function unlocked({ site }: SiteStage): readonly Loose[] {
  const protectedNames = site.ground.environment.protects.flatMap(({ names = [] }) => names);
  const open = site.servers.all().filter(({ name, lock, actions }) => {
    return protectedNames.includes(name) && !lock && actions.some(({ action }) => action === "lock");
  });
  return open.map(({ name }) => ({ host: name, so: "not locked" }));
}

interface Owed {
  readonly host?: string;
  readonly stillSo: string;
}

/** By all runs that are not over. */
export async function owedBy(stage: SiteStage): Promise<readonly Owed[]> {
  const { document } = await stage.ask([], "runs()");
  return document.runs.flatMap(({ owed }: { readonly owed?: readonly Owed[] }) => owed ?? []);
}
