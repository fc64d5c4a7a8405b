import { OpsError } from "../../../model/error.ts";
import type { Fields, Json } from "../../../model/json.ts";

/** The sum of a role's inline policies, in characters. Source: IAM user guide, "IAM and STS character limits". */
const charactersAtMost = 10_240;

/** IAM does not count white space; what is sent has none between its parts. */
export function sizeOf(document: Json | undefined): number {
  return document === undefined ? 0 : JSON.stringify(document).length;
}

/** How much a change of a policy adds to its role, in characters. */
export interface Grown {
  readonly growth: number;
}

/** @throws OpsError `policies-too-long` */
export function mustFit(role: string, wanted: Fields): void {
  const sizes = Object.entries(wanted).map(([name, document]) => [name, sizeOf(document)] as const);
  const total = sizes.reduce((sum, [, size]) => sum + size, 0);
  if (total <= charactersAtMost) return;
  const largest = sizes.toSorted(([, one], [, other]) => other - one).slice(0, 3);
  throw new OpsError({
    code: "policies-too-long",
    reason: "check",
    what: `The policies of ${role} have ${total} characters together; IAM takes ${charactersAtMost}`,
    why: `the largest are ${largest.map(([name, size]) => `${name} (${size})`).join(", ")}`,
    next: "shorten them in the repository, or make one of them a managed policy",
  });
}

/** Whether the role stays within IAM's limit after each of the changes, made in this order. */
export function fitsThroughout(changes: readonly Grown[], present: Fields): boolean {
  let size = Object.values(present).reduce<number>((sum, document) => sum + sizeOf(document), 0);
  return changes.every(({ growth }) => {
    size += growth;
    return size <= charactersAtMost;
  });
}
