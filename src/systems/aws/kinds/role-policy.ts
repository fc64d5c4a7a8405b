import type { IAM } from "@aws-sdk/client-iam";
import { NotDone } from "../../../model/error.ts";
import type { Change } from "../../../model/plan.ts";
import type { Permit } from "../../../model/system.ts";
import { letGo, set } from "../act.ts";
import { nothing } from "../difference.ts";
import { issued } from "../guard.ts";
import { noDocument } from "../iam/difference.ts";
import { decodedDocument, documentDigest, documentOf } from "../iam/document.ts";
import { inlineText } from "../iam/look.ts";
import { partsOf } from "../iam/target.ts";
import { wantedPolicy } from "../iam/wanted.ts";
import type { Kind, Tools } from "../kind.ts";
import { readerOf } from "./role-policies.ts";

/** One inline policy of a role: a change of `role-policies`, never a resource of its own. */
export const rolePolicy: Kind = {
  kind: "role-policy",
  observe: async () => [],
  diff: () => nothing,

  async apply(change, tools) {
    const iam = await tools.account.iam();
    await mustBeAsPlanned(change, iam);
    return change.after?.document === noDocument ? remove(change, iam, tools) : put(change, iam, tools);
  },
};

/** The whole document takes the place of the old one. It is read again: what is sent is what was shown, or nothing. */
async function put(change: Change, iam: IAM, tools: Tools): Promise<void> {
  const { role, policy } = partsOf(change.name);
  const input = { RoleName: role, PolicyName: policy, PolicyDocument: await plannedText(change, policy, tools) };
  const send = (permit: Permit) => iam.putRolePolicy(issued(permit, { ...input }));
  await set({ name: "put-role-policy", send }, tools);
}

async function remove(change: Change, iam: IAM, tools: Tools): Promise<void> {
  const { role, policy } = partsOf(change.name);
  const send = (permit: Permit) => iam.deleteRolePolicy(issued(permit, { RoleName: role, PolicyName: policy }));
  await letGo({ name: "delete-role-policy", send }, tools);
}

/** A person may have thought for long about what is added to what: that must still be there, or already the new one. */
async function mustBeAsPlanned({ name, before, after }: Change, iam: IAM): Promise<void> {
  const { role, policy } = partsOf(name);
  const text = await inlineText(role, policy, iam);
  const now = text === undefined ? noDocument : documentDigest(documentOf(decodedDocument(text)));
  if (now === (before?.document ?? noDocument) || now === after?.document) return;
  throw moved(`The policy ${policy} of ${role} is no longer what it was`, "somebody changed it in IAM meanwhile");
}

async function plannedText(change: Change, policy: string, { environment, policies }: Tools): Promise<string> {
  const { repository = "", policies: directory = "" } = environment.sources?.iam ?? {};
  const document = await wantedPolicy(policy, { repository, file: change.name, directory }, readerOf(policies));
  if (documentDigest(documentOf(document)) === change.after?.document) return JSON.stringify(document);
  const what = `${directory}/${policy}.json of ${repository} is no longer what was planned`;
  throw moved(what, "somebody merged a change of it meanwhile: what it gives now was not shown");
}

function moved(what: string, why: string): NotDone {
  const next = "abort the run, and look again";
  return new NotDone({ code: "policy-moved", reason: "system", what, why: `${why}; nothing was sent`, next });
}
