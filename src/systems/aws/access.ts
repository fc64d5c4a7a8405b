import type { Account } from "./account.ts";
import type { AwsOptions } from "./index.ts";

/** One line of what an operator may do. */
export interface AccessRow {
  readonly what: string;
  readonly result: "pass" | "fail" | "unknown";
  readonly evidence: string;
  /** What to do about it; empty for a pass. */
  readonly next: string;
}

export async function checkAccess(_account: Account, _options: AwsOptions): Promise<readonly AccessRow[]> {
  return [];
}
