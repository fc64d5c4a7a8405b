import { OpsError } from "../../model/error.ts";

/**
 * What went wrong between the console and Airflow. All calls only read, but for the one that gives a token.
 * `airflow-unreachable` comes from `src/remote/http.ts`.
 *
 * - `airflow-credentials`: neither a token nor a user is set.
 * - `airflow-denied`: 401 or 403.
 * - `airflow-too-old`: 1.10, whose API lists no DAGs.
 * - `airflow-answer`: an answer that is not the expected one.
 */
export type AirflowCode = "airflow-credentials" | "airflow-denied" | "airflow-too-old" | "airflow-answer";

const nextSteps: Record<AirflowCode, string> = {
  "airflow-credentials":
    "set AIRFLOW_USERNAME and AIRFLOW_PASSWORD, or AIRFLOW_TOKEN, then start again; CheckAccess() shows all that is missing",
  "airflow-denied": "look whether that user may read DAGs; Airflow 2 takes Basic only with its basic_auth backend",
  "airflow-too-old": "compare the DAGs by hand, in its web pages or by `airflow list_dags`, before and after",
  "airflow-answer": "look again; then open Airflow in a browser, and compare its address in the environment file",
};

export function airflowError(code: AirflowCode, what: string, why: string): OpsError {
  return new OpsError({ code, reason: "system", what, why, next: nextSteps[code] });
}
