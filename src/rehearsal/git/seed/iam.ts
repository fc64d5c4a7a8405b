import type { IamPolicies } from "../../../model/sources.ts";
import { policyHistory } from "../../iam/policies.ts";
import type { Past } from "./history.ts";

/** Role files and policy documents, and how they came to be as they are. The roles in IAM lag behind by a commit. */
export function pastOfPolicies(iam: IamPolicies): readonly Past[] {
  return policyHistory(iam);
}
