import { lookFor, orUnknown } from "../../model/condition-table.ts";
import type { Fields } from "../../model/json.ts";
import type { Condition, ConditionState } from "../../model/resource.ts";
import { editMerged, editNeeded } from "./edit-conditions.ts";
import { dependents, pinsAgree, pinsNotNewer } from "./many-conditions.ts";
import { revertMerged, revertWanted, stillMerged } from "./revert-conditions.ts";
import type { Workshop } from "./workshop.ts";

type Look = (parameters: Fields, shop: Workshop) => Promise<ConditionState>;

/** What can be asked of the repositories, by the condition's name. */
const conditions: Readonly<Record<string, Look>> = {
  "edit-needed": editNeeded,
  "edit-merged": editMerged,
  "revert-needed": revertWanted,
  "revert-merged": revertMerged,
  "still-merged": stillMerged,
  depends: dependents,
  "pins-agree": pinsAgree,
  "pins-not-newer": pinsNotNewer,
};

/** @throws OpsError for a condition that is not known, and where data and files do not fit */
export async function holds({ name, parameters }: Condition, shop: Workshop): Promise<ConditionState> {
  const look = lookFor(conditions, name, "git");
  return await orUnknown(() => look(parameters, shop));
}
