import assert from "node:assert/strict";
import { type Json, parsedJson } from "#src/model/json.ts";
import { fieldsOf, listOf } from "#src/rehearsal/openstack/fields.ts";
import { openCloud, type ServedAt } from "#src/rehearsal/openstack/index.ts";
import { createSite, type Site } from "#src/rehearsal/site/index.ts";
import environment from "../../../environments/alibuild.ts";
import type { Exchange } from "./recordings.ts";

/** Ids of the recording whose makings are not in it, by what is like them in the rehearsal. */
const recordedIds = {
  project: "6df6ae9df56d47419d5068d9f02487af",
  otherProject: "0636e7fabcaf411890654957ed166e75",
  user: "bd9ce59cb3484935be5974a2c54f9e6d",
  flavors: {
    "m2.large": "fd70e04e-eaa3-4308-9107-2967e1421e89",
    "m2.2xlarge": "7655f3b4-d3db-4b2a-8bf5-030d5b5eb18e",
    "m2.small": "b13426b3-b97f-4e14-94eb-58a52094c1fb",
  },
  images: [
    "96a1e0dd-e6d4-4212-8102-32d9b7794e27",
    "9166aa30-ed0d-43e5-90a4-0c74991349d7",
    "09a2cea7-3a14-4201-ad97-49d0a95d7f36",
    "63a38e23-874d-4d22-8557-e24d62dd2278",
  ],
  network: "a2fea23c-8954-429c-a050-bf0703555476",
  scratch: "8ec2ecff-5de5-4a02-b67e-14acea76c5bf",
};

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Sends what was recorded to a rehearsed cloud, with the ids that things have there. */
export class Replay {
  readonly site: Site;
  readonly #services: readonly ServedAt[];
  /** From recorded ids to ours. */
  readonly #ids = new Map<string, string>();

  constructor() {
    this.site = createSite({
      id: "replay",
      environment,
      seed: 1,
      faults: [],
      startsAt: Date.parse("2026-11-20T08:31:00Z"),
    });
    this.#services = openCloud(this.site);
    const { catalogue, identities, volumes } = this.site;
    this.#ids.set(recordedIds.project, environment.openstack.project.id);
    this.#ids.set(recordedIds.otherProject, identities.projects[1]?.id ?? "");
    this.#ids.set(recordedIds.network, catalogue.network.id);
    this.#ids.set(recordedIds.user, identities.users[0]?.id ?? "");
    this.#ids.set(recordedIds.scratch, volumes.all().find(({ name }) => name === "scratch")?.id ?? "");
    for (const { id, name } of catalogue.flavors)
      this.#ids.set(new Map(Object.entries(recordedIds.flavors)).get(name) ?? "", id);
    recordedIds.images.forEach((id, index) => {
      this.#ids.set(id, catalogue.images[index]?.id ?? "");
    });
  }

  /** What the rehearsal answers, with the recorded ids of things again. */
  async answerTo(exchange: Exchange): Promise<Answered> {
    const { port, pathname, search } = new URL(exchange.url);
    const service = this.#services.find((each) => String(each.port) === port) ?? assert.fail(exchange.url);
    const { method } = exchange;
    const text = this.#ours(bodyText(rewritten(exchange.body, this.site))).replace(
      /gAAAA[^"]*/,
      () => this.site.identities.issue(this.site.identities.users[0] ?? assert.fail(), undefined, []).secret,
    );
    const body = method === "GET" || text === "" ? null : text;
    const url = `http://${service.host}:${port}${this.#ours(pathname + search)}`;
    const response = await service.answer(new Request(url, { method, headers: this.#headers(exchange), body }));
    const { status, headers } = response ?? assert.fail("the connection broke");
    const answer = (await response?.text()) ?? "";
    this.#learn(exchange.answer, parsedJson(answer) ?? null);
    return { status, headers, text: this.#theirs(answer) };
  }

  /** Tokens are cut short in the recordings: each exchange has one of the user that it was made by. */
  #headers({ name, headers }: Exchange): Readonly<Record<string, string>> {
    const token = headers["x-auth-token"];
    if (!token?.startsWith("gAAAA")) return headers;
    const [operator, observer, stranger] = this.site.identities.users;
    const isOthers = /other-project/.test(name);
    const user = isOthers ? stranger : name.startsWith("reader-") ? observer : operator;
    const project = this.site.identities.projects[isOthers ? 1 : 0];
    const { secret } = this.site.identities.issue(user ?? assert.fail(), project, ["password"]);
    const subject = "x-subject-token" in headers ? { "x-subject-token": secret } : {};
    return { ...headers, "x-auth-token": secret, ...subject };
  }

  /** What an administrator of the recording did meanwhile. */
  unlockAll(): void {
    for (const server of this.site.servers.all()) server.lock = undefined;
  }

  /** A thing that was made has an id there and here. */
  #learn(truth: Json, ours: Json): void {
    for (const kind of ["server", "volume"]) {
      const [theirId, ourId] = [fieldsOf(fieldsOf(truth)[kind]).id, fieldsOf(fieldsOf(ours)[kind]).id];
      if (typeof theirId === "string" && typeof ourId === "string") this.#ids.set(theirId, ourId);
    }
    const [theirs, own] = [truth, ours].map(
      (answer) => fieldsOf(listOf(fieldsOf(answer).instanceActions)[0]).request_id,
    );
    if (typeof theirs === "string" && typeof own === "string") this.#ids.set(theirs, own);
  }

  #ours(text: string): string {
    return [...this.#ids].reduce((replaced, [theirs, ours]) => replaced.replaceAll(theirs, ours), text);
  }

  #theirs(text: string): string {
    return [...this.#ids].reduce((replaced, [theirs, ours]) => replaced.replaceAll(ours, theirs), text);
  }
}

function bodyText(body: Json): string {
  if (body === null) return "";
  return typeof body === "string" ? body : JSON.stringify(body);
}

/** The recorded names and passwords as they are in the rehearsal. */
function rewritten(body: Json, { identities }: Site): Json {
  if (!("auth" in fieldsOf(body))) return body;
  const operator = identities.users[0];
  const project = identities.projects[0]?.name ?? "";
  const text = JSON.stringify(body)
    .replace(
      '"name":"alibuild","domain":{"id":"default"},"password"',
      `"name":"${operator?.name}","domain":{"id":"default"},"password"`,
    )
    .replace('"project":{"name":"alibuild"', `"project":{"name":"${project}"`)
    .replace("alibuildpass", operator?.password ?? "");
  return JSON.parse(text);
}
