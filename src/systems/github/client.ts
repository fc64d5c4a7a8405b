import type { Json } from "../../model/json.ts";
import type { Permit } from "../../model/system.ts";
import type { Clock } from "../../model/world.ts";
import { createHttp, type HttpAnswer } from "../../remote/http.ts";
import { Line, type LineOptions } from "./line.ts";
import { Remembered } from "./remembered.ts";

export interface Sending {
  readonly method: "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly body?: Json;
}

/** GitHub's REST API, one request after the other. */
export interface Client {
  /** A read; what did not change since is not sent again by GitHub. */
  get(path: string): Promise<HttpAnswer>;
  /** A change: only with a permit, and never two within a second of the world's time. */
  send(sending: Sending, permit: Permit): Promise<HttpAnswer>;
  close(): void;
}

/** @throws OpsError `github-no-token`, `github-unreachable`, `github-limit`, `github-moved`: of a change that was not made a NotDone */
export function createClient(options: LineOptions): Client {
  const { url, world } = options;
  const next = "look again; then open GitHub in a browser";
  const http = createHttp({ world, url, name: "GitHub", next });
  const line = new Line(http, options);
  const remembered = new Remembered();
  return {
    async get(path) {
      return await remembered.ask(path, (headers) =>
        answered(() => line.ask({ method: "GET", path, headers }), world.clock),
      );
    },
    async send({ method, path, body }, permit) {
      const text = body === undefined ? {} : { body: JSON.stringify(body), headers: json };
      return await line.ask({ method, path, ...text }, permit);
    },
    close: () => line.close(),
  };
}

const tries = 3;
const betweenTriesMs = 2_000;

/** A read that a gateway or a restart got in the way of is asked again. */
async function answered(ask: () => Promise<HttpAnswer>, clock: Clock): Promise<HttpAnswer> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await ask();
    if (answer.status < 500 || attempt === tries) return answer;
    await clock.sleep(betweenTriesMs * attempt);
  }
}

const json = { "content-type": "application/json" };
