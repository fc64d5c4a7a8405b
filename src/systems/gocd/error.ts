import { OpsError } from "../../model/error.ts";

/**
 * What went wrong between the console and GoCD. `gocd-unreachable` comes from `src/remote/http.ts`.
 *
 * - `gocd-credentials`: no token is set.
 * - `gocd-denied`: 401, 403, or a redirect to the login page.
 * - `gocd-unknown`: 404: no such pipeline, or one that the user may not see.
 * - `gocd-maintenance`: 503: the server schedules nothing for the time being.
 * - `gocd-throttled`: 429.
 * - `gocd-refused`: 409 or 422: paused, locked, triggered already.
 * - `gocd-answer`: an answer that is not the expected one.
 */
export type GocdCode =
  | "gocd-credentials"
  | "gocd-denied"
  | "gocd-unknown"
  | "gocd-maintenance"
  | "gocd-throttled"
  | "gocd-refused"
  | "gocd-answer";

const nextSteps: Record<GocdCode, string> = {
  "gocd-credentials":
    "set GOCD_TOKEN to a personal access token of GoCD (in its menu: Access Tokens), then start again; CheckAccess() shows all that is missing",
  "gocd-denied": "look whether the token in GOCD_TOKEN is revoked, and whether its user may operate the pipeline",
  "gocd-unknown": "compare the name with the pipelines of the environment file; ask for the right to see it in GoCD",
  "gocd-maintenance": "wait until the administrators of GoCD end its maintenance, then look again",
  "gocd-throttled": "wait a minute, then look again",
  "gocd-refused": "open the pipeline in GoCD",
  "gocd-answer": "look again; then open GoCD in a browser",
};

export function gocdError(code: GocdCode, what: string, why: string, next: string = nextSteps[code]): OpsError {
  return new OpsError({ code, reason: "system", what, why, next });
}
