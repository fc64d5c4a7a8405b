import { isFields, type Json, parsedJson } from "../../model/json.ts";
import { at, listAt, numberAt, textAt } from "../../model/json-at.ts";
import { quoted } from "../../model/printable.ts";
import type { World } from "../../model/world.ts";
import { createHttp, type Http, type HttpAnswer } from "../../remote/http.ts";
import { airflowError } from "./error.ts";
import { authorizationOf, credentialsOf } from "./login.ts";
import { type ApiVersion, apiVersionOf } from "./version.ts";

/** Airflow's API, whichever of its versions it speaks. Reads only. Source: protocols sheet, section A. */
export interface Client {
  readonly url: string;
  /** All entries of a list, page by page. `path`: below `/api/vN`; `name`: under which the answer has them. */
  list(path: string, name: string, query: Readonly<Record<string, string>>): Promise<readonly Json[]>;
  /** Names of its parts that say of themselves that they are not healthy, `dag_processor`; one it does not have says nothing. */
  unhealthy(): Promise<readonly string[]>;
}

const pageSize = 100;
/** A server that never comes to an end is not followed for ever. */
const entriesAtMost = 20_000;

export function createClient(world: World, url: string): Client {
  const next = "see that this machine reaches Airflow (its VPN), then look again";
  const session = new Session(world, createHttp({ world, url, name: "Airflow", next, withinSeconds: 15 }));
  return {
    url: url.replace(/\/$/, ""),
    async list(path, name, query) {
      const entries: Json[] = [];
      for (;;) {
        const page = new URLSearchParams({ ...query, limit: String(pageSize), offset: String(entries.length) });
        const answer = await session.get(`${path}?${page}`);
        const more = listAt(answer, name);
        if (!Array.isArray(at(answer, name))) throw airflowError("airflow-answer", `GET ${path}`, `no list ${name}`);
        entries.push(...more);
        const total = numberAt(answer, "total_entries") ?? entries.length;
        if (more.length === 0 || entries.length >= Math.min(total, entriesAtMost)) return entries;
      }
    },
    async unhealthy() {
      const parts = await session.get({ v2: "/monitor/health", v1: "/health" });
      if (!isFields(parts)) throw airflowError("airflow-answer", "Airflow's health", "it names no parts");
      return Object.keys(parts).filter((name) => textAt(parts[name], "status") === "unhealthy");
    },
  };
}

/** Below `/api/vN`: the same in all versions, or one for each. */
type Path = string | Readonly<Record<ApiVersion, string>>;

/** A version that was probed once and a token that is kept until it is refused. */
class Session {
  readonly #world: World;
  readonly #http: Http;
  #version: Promise<ApiVersion> | undefined;
  #authorization: Promise<string> | undefined;

  constructor(world: World, http: Http) {
    this.#world = world;
    this.#http = http;
  }

  /** A token expires (401), or Airflow has a new key to sign with (403): a new one is asked for, once. */
  async get(path: Path): Promise<Json> {
    const isKept = this.#authorization !== undefined;
    const answer = await this.#send(path);
    const isRefused = answer.status === 401 || answer.status === 403;
    if (!isRefused || !isKept) return jsonIn(answer, path);
    this.#authorization = undefined;
    return jsonIn(await this.#send(path), path);
  }

  async #send(path: Path): Promise<HttpAnswer> {
    const credentials = credentialsOf(this.#world);
    this.#version ??= forgotten(apiVersionOf(this.#http), () => (this.#version = undefined));
    const version = await this.#version;
    this.#authorization ??= forgotten(
      authorizationOf(this.#http, version, credentials),
      () => (this.#authorization = undefined),
    );
    const headers = { accept: "application/json", authorization: await this.#authorization };
    const below = typeof path === "string" ? path : path[version];
    return await this.#http({ method: "GET", path: `/api/${version}${below}`, headers });
  }
}

/** What failed is not kept: the next look tries anew. */
function forgotten<T>(work: Promise<T>, forget: () => void): Promise<T> {
  work.catch(forget);
  return work;
}

function jsonIn({ status, text }: HttpAnswer, path: Path): Json {
  const body = parsedJson(text);
  if (status === 200 && body !== undefined) return body;
  const isDenied = status === 401 || status === 403;
  const why = `${status} ${quoted(textAt(body, "detail") ?? textAt(body, "title") ?? text)}`;
  throw airflowError(
    isDenied ? "airflow-denied" : "airflow-answer",
    `Airflow's answer to GET ${nameOf(path)}`,
    why.trim(),
  );
}

function nameOf(path: Path): string {
  return typeof path === "string" ? path : path.v2;
}
