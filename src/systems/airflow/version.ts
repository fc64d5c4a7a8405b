import type { Http } from "../../remote/http.ts";
import { airflowError } from "./error.ts";

/** Which of its APIs an Airflow speaks: `v2` since 3.0, `v1` in 2.x. */
export type ApiVersion = "v2" | "v1";

/**
 * Asked of the server: the newest API first. One that wants a login for its version is there all the same.
 * @throws OpsError `airflow-too-old` for 1.10, `airflow-answer` where there is none of them
 */
export async function apiVersionOf(http: Http): Promise<ApiVersion> {
  for (const version of ["v2", "v1"] as const) {
    const { status } = await http({ method: "GET", path: `/api/${version}/version` });
    if (status === 200 || status === 401 || status === 403) return version;
    if (status >= 500) throw airflowError("airflow-answer", "Airflow's version", `it answers ${status}`);
  }
  const { status } = await http({ method: "GET", path: "/api/experimental/test" });
  if (status !== 404) {
    throw airflowError("airflow-too-old", "Airflow is too old to be asked", "it is a 1.10, whose API lists no DAGs");
  }
  throw airflowError("airflow-answer", "No Airflow is found there", "it knows neither /api/v2, /api/v1 nor 1.10's API");
}
