import { NotDone } from "../../../model/error.ts";
import type { Change } from "../../../model/plan.ts";
import type { Permit } from "../../../model/system.ts";
import { letGo, set } from "../act.ts";
import { nothing } from "../difference.ts";
import { issued } from "../guard.ts";
import { noDocument } from "../iam/difference.ts";
import { documentDigest, documentOf } from "../iam/document.ts";
import { partsOf } from "../iam/target.ts";
import { wantedPolicy } from "../iam/wanted.ts";
import type { Kind, Tools } from "../kind.ts";
import { readerOf } from "./role-policies.ts";

/** One inline policy of a role: a change of `role-policies`, never a resource of its own. */
export const rolePolicy: Kind = {
  kind: "role-policy",
  observe: async () => [],
  diff: () => nothing,
  apply: (change, tools) => (change.after?.document === noDocument ? remove(change, tools) : put(change, tools)),
};

/** The whole document takes the place of the old one. It is read again: what is sent is what was shown, or nothing. */
async function put(change: Change, tools: Tools): Promise<void> {
  const { role, policy } = partsOf(change.name);
  const iam = await tools.account.iam();
  const input = { RoleName: role, PolicyName: policy, PolicyDocument: await plannedText(change, policy, tools) };
  const send = (permit: Permit) => iam.putRolePolicy(issued(permit, { ...input }));
  await set({ name: "put-role-policy", send }, tools);
}

async function remove(change: Change, tools: Tools): Promise<void> {
  const { role, policy } = partsOf(change.name);
  const iam = await tools.account.iam();
  const send = (permit: Permit) => iam.deleteRolePolicy(issued(permit, { RoleName: role, PolicyName: policy }));
  await letGo({ name: "delete-role-policy", send }, tools);
}

async function plannedText(change: Change, policy: string, { environment, policies }: Tools): Promise<string> {
  const { repository = "", policies: directory = "" } = environment.sources?.iam ?? {};
  const document = await wantedPolicy(policy, { repository, file: change.name, directory }, readerOf(policies));
  if (documentDigest(documentOf(document)) === change.after?.document) return JSON.stringify(document);
  throw movedOn(`${directory}/${policy}.json`, repository);
}

function movedOn(path: string, repository: string): NotDone {
  return new NotDone({
    code: "policy-moved",
    reason: "system",
    what: `${path} of ${repository} is no longer what was planned`,
    why: "somebody merged a change of it meanwhile: what it gives now was not shown, and nothing was sent",
    next: "abort the run, and look again",
  });
}
