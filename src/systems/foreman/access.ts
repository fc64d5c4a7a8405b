import { OpsError } from "../../model/error.ts";
import type { CheckRow } from "../../model/status.ts";
import { type Get, read } from "./get.ts";

const what = "Foreman lets me read its hosts";

/** Whether one may read in Foreman: asked for one host by its name, whether it is there or not. */
export async function checkAccess(get: Get, fullName: string, who: string): Promise<readonly CheckRow[]> {
  try {
    const record = await read(get, `/api/hosts/${fullName}`);
    const found = record === undefined ? `it has no record of ${fullName}` : `it shows ${fullName}`;
    return [{ what, result: "pass", evidence: `as ${who}: ${found}`, next: "" }];
  } catch (error) {
    if (!(error instanceof OpsError) || error.reason !== "system") throw error;
    const result = error.code === "foreman-denied" ? "fail" : "unknown";
    return [{ what, result, evidence: `${error.what}: ${error.why}`, next: error.next }];
  }
}
