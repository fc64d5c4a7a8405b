import assert from "node:assert/strict";
import type { Json } from "../../../src/model/json.ts";
import type { Change } from "../../../src/model/plan.ts";
import { effectsFor, type Memory, newMemory } from "../openstack/effects.ts";
import type { Stage } from "./stage.ts";

/** Makes a change as the engine would; gives what its last effect gave. */
export async function applied(
  { git }: Pick<Stage, "git">,
  change: Change | undefined,
  more: Partial<Memory> = {},
): Promise<Json> {
  assert.ok(change, "there is something to do");
  const effects = effectsFor(change, newMemory(more));
  let last: Json = null;
  await git.apply(change, {
    ...effects,
    async perform(effect) {
      const value = await effects.perform(effect);
      last = value;
      return value;
    },
  });
  return last;
}
