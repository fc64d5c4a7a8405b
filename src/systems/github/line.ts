import type { OpsError } from "../../model/error.ts";
import { isIssued, notPermitted } from "../../model/permit.ts";
import type { Permit } from "../../model/system.ts";
import type { World } from "../../model/world.ts";
import type { Http, HttpAnswer, HttpRequest } from "../../remote/http.ts";
import { tokenOf } from "./credentials.ts";
import { githubError, githubRefusal } from "./error.ts";
import { limitedSeconds, usedUpSeconds } from "./limits.ts";
import { redirectOf } from "./redirect.ts";

/** Told when GitHub makes us wait. */
export type OnThrottle = (event: { readonly what: string; readonly waitSeconds: number }) => void;

export interface LineOptions {
  /** Of the API. */
  readonly url: string;
  readonly world: World;
  readonly onThrottle?: OnThrottle;
}

/** A limit that lasts longer is an error that says until when. */
const waitAtMostSeconds = 15 * 60;
const betweenWritesMs = 1_000;
const hopsAtMost = 3;

/** The requests wait for one another, and for the limits. */
export class Line {
  readonly #http: Http;
  readonly #options: LineOptions;
  readonly #ending = new AbortController();
  #last: Promise<unknown> = Promise.resolve();
  #opensAtMs = 0;
  #lastWriteMs = Number.NEGATIVE_INFINITY;

  constructor(http: Http, options: LineOptions) {
    this.#http = http;
    this.#options = options;
  }

  /** @param permit of a change: without one, or once it is revoked, only reads are sent */
  ask(request: HttpRequest, permit?: Permit): Promise<HttpAnswer> {
    const answer = this.#last.then(() => this.#exchange(request, permit));
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  close(): void {
    this.#ending.abort(new Error("the console let go of GitHub"));
  }

  async #exchange(request: HttpRequest, permit: Permit | undefined): Promise<HttpAnswer> {
    const { clock } = this.#options.world;
    const beganMs = clock.now();
    for (let limits = 0; ; limits += 1) {
      await this.#untilOpen(request, beganMs);
      const answer = await this.#followed(request, permit);
      const seconds = limitedSeconds(answer, limits, clock.now());
      this.#holdFor(seconds ?? usedUpSeconds(answer, clock.now()));
      if (seconds === undefined) return answer;
    }
  }

  #holdFor(seconds: number | undefined): void {
    if (seconds !== undefined) this.#opensAtMs = this.#options.world.clock.now() + seconds * 1000;
  }

  /** Nothing is sent while a limit holds: who goes on meanwhile is shut out for longer. */
  async #untilOpen({ method, path }: HttpRequest, beganMs: number): Promise<void> {
    const { world, onThrottle } = this.#options;
    const waitSeconds = Math.ceil((this.#opensAtMs - world.clock.now()) / 1000);
    if (waitSeconds <= 0) return;
    if (this.#opensAtMs - beganMs > waitAtMostSeconds * 1000) throw limited(method, path, this.#opensAtMs);
    onThrottle?.({ what: `${method} ${path.split("?")[0]}`, waitSeconds });
    await world.clock.sleep(waitSeconds * 1000, this.#ending.signal);
  }

  async #followed(request: HttpRequest, permit: Permit | undefined): Promise<HttpAnswer> {
    let { path } = request;
    for (let hops = 0; ; hops += 1) {
      const answer = await this.#once({ ...request, path }, permit);
      const elsewhere = redirectOf(answer, { ...request, path }, this.#options.url);
      if (elsewhere === undefined) return answer;
      if (hops === hopsAtMost)
        throw githubError("github-moved", `${path} is not found`, "it leads from one place to the next");
      path = elsewhere;
    }
  }

  async #once(request: HttpRequest, permit: Permit | undefined): Promise<HttpAnswer> {
    const { world } = this.#options;
    if (request.method !== "GET") await this.#pause();
    // Right before it is sent: whoever waited for it may have left.
    if (request.method !== "GET" && !isIssued(permit))
      throw notPermitted(`${request.method} ${request.path} was not sent to GitHub`);
    const answer = this.#http({ ...request, headers: { ...request.headers, ...headersOf(world) } });
    if (request.method !== "GET") this.#lastWriteMs = world.clock.now();
    return await answer;
  }

  async #pause(): Promise<void> {
    const { clock } = this.#options.world;
    const waitMs = this.#lastWriteMs + betweenWritesMs - clock.now();
    if (waitMs > 0) await clock.sleep(waitMs, this.#ending.signal);
  }
}

/** Source: sheet, section C. The user agent is the console's name, which every request of it has. */
function headersOf(world: World): Readonly<Record<string, string>> {
  return {
    accept: "application/vnd.github+json",
    "x-github-api-version": "2022-11-28",
    authorization: `Bearer ${tokenOf(world)}`,
  };
}

/** Every request that meets a limit was turned away: nothing happened. */
function limited(method: string, path: string, untilMs: number): OpsError {
  const until = new Date(untilMs).toISOString().replace(/\.\d+Z$/, "Z");
  const what = `GitHub takes no more requests: ${method} ${path.split("?")[0]} was not made`;
  return githubRefusal(
    "github-limit",
    what,
    `its rate limit holds until ${until}`,
    `go on after ${until}: nothing is lost`,
  );
}
