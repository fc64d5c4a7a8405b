import { notDone } from "../../model/error.ts";
import { parsedJson } from "../../model/json.ts";
import { textAt } from "../../model/json-at.ts";
import type { World } from "../../model/world.ts";
import type { Http } from "../../remote/http.ts";
import { airflowError } from "./error.ts";
import type { ApiVersion } from "./version.ts";

/** As whom Airflow is asked. */
export type Credentials =
  | { readonly token: string }
  | { readonly username: string; readonly password: string; readonly token?: undefined };

/** Of a rehearsal, else the operator's. @throws OpsError `airflow-credentials` */
export function credentialsOf({ forge }: World): Credentials {
  if (forge) return forge.airflow;
  const { AIRFLOW_TOKEN: token, AIRFLOW_USERNAME: username, AIRFLOW_PASSWORD: password } = process.env;
  if (token) return { token };
  if (username && password) return { username, password };
  throw notDone(
    airflowError("airflow-credentials", "Airflow is not asked", "no token, and no user and password, is set"),
  );
}

/** The `Authorization` header: a token that was given, Basic for 2.x, for 3.x a token that is asked for. */
export async function authorizationOf(http: Http, version: ApiVersion, credentials: Credentials): Promise<string> {
  if (credentials.token !== undefined) return `Bearer ${credentials.token}`;
  const { username, password } = credentials;
  if (version === "v1") return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  return `Bearer ${await newToken(http, username, password)}`;
}

async function newToken(http: Http, username: string, password: string): Promise<string> {
  const headers = { "content-type": "application/json", accept: "application/json" };
  const body = JSON.stringify({ username, password });
  const { status, text } = await http({ method: "POST", path: "/auth/token", headers, body });
  const token = status === 201 || status === 200 ? textAt(parsedJson(text), "access_token") : undefined;
  if (token !== undefined) return token;
  // What it says may repeat what it was sent.
  const code = status === 401 || status === 403 ? "airflow-denied" : "airflow-answer";
  throw airflowError(code, "Airflow gives no token", `POST /auth/token answers ${status}`);
}
