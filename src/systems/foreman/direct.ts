import type { World } from "../../model/world.ts";
import { createHttp } from "../../remote/http.ts";
import { nextSteps } from "./error.ts";
import { acceptedVersion, answerBytes, type Get } from "./get.ts";

export interface Credentials {
  readonly user: string;
  /** A password or a personal access token. */
  readonly password: string;
}

/** Foreman over HTTP from here, with Basic credentials. */
export function direct(url: URL, { user, password }: Credentials, world: World, withinSeconds: number): Get {
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
  const next = nextSteps["foreman-unreachable"];
  const http = createHttp({ world, url: url.href, name: "Foreman", next, withinSeconds, bytesAtMost: answerBytes });
  return (path) => http({ method: "GET", path, headers: { accept: acceptedVersion, authorization } });
}
