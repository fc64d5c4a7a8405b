import { type Fields, isFields, textsIn } from "../../../model/json.ts";
import { textAt, textsAt } from "../../../model/json-at.ts";
import type { Difference, Draft } from "../../../model/plan.ts";
import type { Observed, Resource } from "../../../model/resource.ts";
import { type AccessChange, accessChange, noPolicy } from "./compare.ts";
import { documentDigest, documentOf, type PolicyDocument } from "./document.ts";
import { fitsThroughout, type Grown, mustFit, sizeOf } from "./size.ts";
import { policyTarget } from "./target.ts";
import { statementTexts } from "./words.ts";

/** One policy of the role: as it is, as the repository has it, and what that means. */
export interface PolicyChange extends AccessChange, Grown {
  readonly policy: string;
  readonly before: PolicyDocument | undefined;
  readonly after: PolicyDocument | undefined;
}

/** In the place of a document's digest: the policy is not to be there. */
export const noDocument = "none";

/** What differs, policy by policy, by what the documents say and not by how they are written. */
export function policyChanges({ fields }: Observed): readonly PolicyChange[] {
  const [present, wanted] = [documentsIn(fields, "present"), documentsIn(fields, "wanted")];
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(present)])].sort();
  return names.flatMap((policy) => {
    const [before, after] = [understood(present, policy), understood(wanted, policy)];
    if (before && after && documentDigest(before) === documentDigest(after)) return [];
    const growth = sizeOf(wanted[policy]) - sizeOf(present[policy]);
    return [{ policy, before, after, growth, ...accessChange(before ?? noPolicy, after ?? noPolicy) }];
  });
}

/** A change for each policy. */
export function roleDifference({ name: role }: Resource, found: Observed): Difference {
  mustFit(role, documentsIn(found.fields, "wanted"));
  const changes = policyChanges(found);
  const gently = [...changes.filter(({ after }) => after), ...changes.filter(({ after }) => !after)];
  const isRoom = fitsThroughout(gently, documentsIn(found.fields, "present"));
  const inOrder = isRoom ? gently : changes.toSorted((one, other) => one.growth - other.growth);
  const drafts = inOrder.map((change) => draftOf(change, role, found));
  return { drafts: isRoom ? takingLast(drafts) : drafts, notes: textsIn(found.fields.notes) };
}

/** What gives comes before what takes: access that moves from one policy to another is never gone in between. */
function takingLast(drafts: readonly Draft[]): readonly Draft[] {
  const isTaking = ({ after }: Draft) => after?.document === noDocument;
  const needs = drafts.filter((each) => !isTaking(each)).map(({ action, kind, name }) => `${action} ${kind}/${name}`);
  return drafts.map((draft) => (isTaking(draft) ? { ...draft, needs } : draft));
}

function draftOf(change: PolicyChange, role: string, { fields }: Observed): Draft {
  const { policy, before, after, added, removed } = change;
  const owner = { arn: textAt(fields, "arn") ?? role, tags: textsAt(fields, "tags") };
  return {
    system: "aws",
    kind: "role-policy",
    name: `${role}/${policy}`,
    action: before ? "update" : "create",
    ...wordsOf(change, role),
    ...(removed.length > 0 && { interrupts: `taken from the hosts with the role: ${removed.join("; ")}` }),
    ...(before && { before: fieldsOf(before) }),
    after: after ? fieldsOf(after) : { statements: [], document: noDocument },
    targets: before ? [policyTarget(role, policy, owner)] : [],
    ...(added.length > 0 && { grants: added, asksByItself: true }),
  };
}

/** Access that was given for an hour was used for an hour: like a deletion, it is asked for by its name. */
function wordsOf({ policy, after, added, removed }: PolicyChange, role: string) {
  if (!after) {
    const does = `take the inline policy ${policy} away from the role ${role}`;
    return { risk: "destructive", does, because: "the role's file in the repository does not list it" } as const;
  }
  if (added.length > 0)
    return { risk: "destructive", because: "the repository gives the role more than it has" } as const;
  if (removed.length > 0)
    return { risk: "disruptive", because: "the repository gives the role less than it has" } as const;
  return { risk: "safe", because: "the repository gives the same access in other words" } as const;
}

/** What is compared: the statements for people, the digest for exactly this document. */
function fieldsOf(document: PolicyDocument): Fields {
  return { statements: statementTexts(document), document: documentDigest(document) };
}

function documentsIn(fields: Fields, side: "present" | "wanted"): Fields {
  const documents = fields[side];
  return isFields(documents) ? documents : {};
}

function understood(documents: Fields, policy: string): PolicyDocument | undefined {
  const document = Object.hasOwn(documents, policy) ? documents[policy] : undefined;
  return document === undefined ? undefined : documentOf(document);
}
