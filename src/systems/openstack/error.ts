import { OpsError } from "../../model/error.ts";
import { quoted as shortened } from "../../model/printable.ts";

/**
 * What went wrong between the console and a cloud. All of reason `system`.
 *
 * - `cloud-unreachable`: no connection was made, so nothing was sent.
 * - `cloud-no-answer`: something may have been sent, no whole answer came.
 * - `cloud-too-large`: the answer was larger than the limit.
 * - `cloud-credentials`: there are none, or Keystone does not take them.
 * - `cloud-answer`: an answer that is not the expected one.
 * - `cloud-catalog`: the catalog names no endpoint for a service.
 * - `cloud-not-found`: what was asked for is not there.
 */
export type CloudCode =
  | "cloud-unreachable"
  | "cloud-no-answer"
  | "cloud-too-large"
  | "cloud-credentials"
  | "cloud-answer"
  | "cloud-catalog"
  | "cloud-not-found";

const nextSteps: Record<CloudCode, string> = {
  "cloud-unreachable": "check that this machine reaches OpenStack's endpoints (CheckAccess()), then look again",
  "cloud-no-answer": "look again; if it stays silent, look at the service's status page",
  "cloud-too-large": "read a narrower part",
  "cloud-credentials": "CheckAccess() says which credentials are used; renew them, then look again",
  "cloud-answer": "look again; the request id helps those who run the cloud",
  "cloud-catalog": "compare region and interface of your settings with `openstack catalog list`",
  "cloud-not-found": "look again; it may be gone, or of another project",
};

/** An error of reason `system` that an operator understands. */
export function cloudError(code: CloudCode, what: string, why: string, cause?: unknown): OpsError {
  return new OpsError({ code, reason: "system", what, why, next: nextSteps[code], cause });
}

/** Text from outside on one line, as it may be drawn; a name is whole, which has at most 255 characters here. */
export function quoted(text: string, atMost = 300): string {
  return shortened(text, atMost);
}
