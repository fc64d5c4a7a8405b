import { NotDone } from "../../model/error.ts";
import type { Change } from "../../model/plan.ts";
import type { Effects } from "../../model/system.ts";
import { editIn } from "./edits.ts";
import { shortSha } from "./names.ts";
import { pushEffect } from "./push.ts";
import { wantedIn } from "./wanted.ts";
import type { Workshop } from "./workshop.ts";

/** Makes one branch: from the default branch as it is now, by one push. */
export async function apply(change: Change, effects: Effects, shop: Workshop): Promise<void> {
  if (change.kind !== "branch" || change.action !== "create" || !change.after) throw cannotApply(change);
  const { after } = change;
  const look = async () => {
    // What was fetched a moment ago may be older than what is in doubt.
    shop.mirrors.of(editIn(after.edit, shop.sources).repository).forget();
    return await wantedIn(after, shop);
  };
  const { branch, commit, base } = await effects.perform(pushEffect(look, () => shop.world.clock.now()));
  effects.log(`${branch} is at ${shortSha(commit)}, made from ${shortSha(base)}`);
}

function cannotApply({ id }: Change): NotDone {
  return new NotDone({
    code: "git-unknown-change",
    reason: "internal",
    what: `${id} is nothing that git does`,
    why: "it makes branches",
    next: "mend the runbook that planned it",
  });
}
