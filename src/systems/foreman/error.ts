import { OpsError } from "../../model/error.ts";

/**
 * What went wrong between the console and Foreman. All calls only read, so none is a doubt.
 *
 * - `foreman-unreachable`: no answer, or none in time.
 * - `foreman-denied`: 401 or 403.
 * - `foreman-answer`: an answer that is not the expected one.
 * - `foreman-no-way`: neither credentials nor a gateway.
 */
export type ForemanCode = "foreman-unreachable" | "foreman-denied" | "foreman-answer" | "foreman-no-way";

export const nextSteps: Record<ForemanCode, string> = {
  "foreman-unreachable": "look again; then open Foreman in a browser",
  "foreman-denied":
    "CheckAccess() says whether the ticket lives; Foreman's rights come with the e-group alice-agile-admin",
  "foreman-answer": "open the host in Foreman in a browser",
  "foreman-no-way": "set FOREMAN_USER and FOREMAN_PASSWORD, or give the environment a gateway",
};

export function foremanError(code: ForemanCode, what: string, why: string, cause?: unknown): OpsError {
  return new OpsError({ code, reason: "system", what, why, next: nextSteps[code], cause });
}
