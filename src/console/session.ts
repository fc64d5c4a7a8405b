import { randomUUID } from "node:crypto";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import type { Engine, Interrupts, PlanRequest } from "../engine/engine.ts";
import { openStore } from "../engine/journal/store.ts";
import { allRuns } from "../engine/runs.ts";
import type { Environment } from "../model/environment.ts";
import { OpsError } from "../model/error.ts";
import { callText } from "../model/invocation.ts";
import type { Store } from "../model/journal.ts";
import type { Fields } from "../model/json.ts";
import { masked } from "../model/mask.ts";
import type { Invocation, Plan } from "../model/plan.ts";
import type { Checklist } from "../model/procedure.ts";
import type { Person, Run } from "../model/run.ts";
import type { World } from "../model/world.ts";
import type { Recipe } from "../recipe.ts";
import type { Runbook } from "../runbook.ts";
import { compose } from "./compose.ts";
import { composeRunbook } from "./compose-runbook.ts";
import { loadGuards } from "./guards.ts";
import { Interruption } from "./interruption.ts";
import { recordedRun } from "./recorded-run.ts";
import { openSystems, type Systems } from "./systems.ts";

export interface SessionParts {
  readonly environment: Environment;
  readonly recipes: ReadonlyMap<string, Recipe>;
  readonly runbooks: ReadonlyMap<string, Runbook>;
  readonly world: World;
  readonly home: string;
  readonly person: Person;
}

/** One console on one environment: the engine's parts, opened, and loaded, when they are first needed. */
export class Session {
  readonly parts: SessionParts;
  readonly store: Store;
  readonly #interruption = new Interruption();
  #systems: Promise<Systems> | undefined;
  #seenHosts: readonly string[] = [];
  #isLookingForHosts = false;
  #seenVersions: readonly string[] = [];

  constructor(parts: SessionParts) {
    this.parts = parts;
    this.store = openStore({
      home: journalHome(parts),
      clock: parts.world.clock,
      who: `${userInfo().username}@${hostname()}`,
      boot: randomUUID(),
      pid: process.pid,
      mask: maskedBody,
    });
  }

  /** Looks: composes, observes, judges. */
  async plan(invocation: Invocation): Promise<Plan> {
    const request = this.compose(invocation);
    const { makePlan } = await import("../engine/plan.ts");
    const { plan } = await makePlan(request, await this.engine());
    return this.#withParked(plan);
  }

  /** Acts: a plan of this moment, applied. */
  act(invocation: Invocation): Promise<Run | Plan> {
    return this.applying(async (engine) => {
      this.#mustBeAlone(invocation);
      const { makePlan } = await import("../engine/plan.ts");
      const { applyPlan } = await import("../engine/apply.ts");
      const { plan } = await makePlan(this.compose(invocation), engine);
      return applyPlan(this.#withParked(plan), engine);
    });
  }

  /** Two campaigns in the middle would write over each other. The same one once more joins by looking. */
  #mustBeAlone(invocation: Invocation): void {
    if (!this.parts.runbooks.get(invocation.recipe)?.isExclusive) return;
    const { stack } = this.compose(invocation);
    const parked = this.runsHere().filter((run) => run.status === "parked" && run.stack === stack);
    const other = parked.find(({ plan }) => callText(plan.invocation) !== callText(invocation));
    if (other) throw inTheMiddle(other, invocation);
  }

  /** A parked run of the same stack or scope may be what one meant to go on with; the newest few are told. */
  #withParked(plan: Plan): Plan {
    const parked = this.runsHere().filter(({ status, stack }) => status === "parked" && stack === plan.stack);
    const notes = parked
      .slice(-3)
      .map(({ id, title }) => `${id} is parked (${title}): resume!("${id}") goes on with it`);
    return { ...plan, notes: [...plan.notes, ...notes] };
  }

  /** The runs of this environment in this world. */
  runsHere(): readonly Run[] {
    const { environment, world } = this.parts;
    return allRuns(this).runs.filter((run) => run.worldId === world.id && run.environment === environment.name);
  }

  /** Does work that can be interrupted: Ctrl-C parks it. */
  applying<T>(work: (engine: Engine) => Promise<T>): Promise<T> {
    return this.#interruption.during(async (interrupts) => work(await this.engine(interrupts)));
  }

  /** `false` when there is nothing to interrupt. */
  interrupt(): boolean {
    return this.#interruption.interrupt();
  }

  /** A runbook's invocation has no verb. */
  compose(invocation: Invocation): PlanRequest {
    const { recipes, runbooks, environment } = this.parts;
    if (invocation.verb === "") {
      return composeRunbook(invocation, runbooks, environment, (run) => recordedRun(run, this.store, this.parts.world));
    }
    return compose(invocation, recipes, environment);
  }

  /** Looks at all that a runbook of checks is about. */
  async check(invocation: Invocation): Promise<Checklist> {
    const { checklistOf } = await import("../engine/procedure/checklist.ts");
    return checklistOf(this.compose(invocation), await this.engine());
  }

  /** Before each look: a rehearsal world may have ended, and another console may have moved its time on. */
  async systems(): Promise<Systems> {
    await this.parts.world.ping?.();
    this.#systems ??= openSystems({ ...this.parts, home: journalHome(this.parts) });
    return this.#systems;
  }

  async engine(interrupts: Interrupts = this.#interruption.never): Promise<Engine> {
    const { environment, world, person } = this.parts;
    const [systems, guards] = await Promise.all([this.systems(), loadGuards()]);
    const { store } = this;
    return {
      environment,
      world,
      person,
      store,
      systems: systems.byName,
      guards,
      interrupts,
      compose: (it) => this.compose(it),
    };
  }

  /** Host names and ids that were seen last, sorted: what completion offers. */
  get seenHosts(): readonly string[] {
    return this.#seenHosts;
  }

  /** Looks for them once, in the background, where none was seen yet: what is typed goes on meanwhile. */
  lookForHosts(): void {
    if (this.#isLookingForHosts || this.#seenHosts.length > 0) return;
    this.#isLookingForHosts = true;
    const look = async () => (await this.systems()).openstack?.servers();
    look().then(
      (servers = []) => this.remember(servers.map(({ name }) => name)),
      // Whoever asks for them in earnest is told.
      () => undefined,
    );
  }

  /** Mesos versions that were listed last, newest first. */
  get seenVersions(): readonly string[] {
    return this.#seenVersions;
  }

  rememberVersions(versions: readonly string[]): void {
    this.#seenVersions = versions;
  }

  remember(hosts: readonly string[]): void {
    this.#seenHosts = [...new Set(hosts)].sort();
  }

  async close(): Promise<void> {
    const systems = await this.#systems?.catch(() => undefined);
    for (const system of systems?.byName.values() ?? []) system.close();
    systems?.ssh?.close();
    this.store.close();
  }
}

function inTheMiddle({ id, title }: Run, invocation: Invocation): OpsError {
  return new OpsError({
    code: "run-in-the-middle",
    reason: "refused",
    what: `${callText(invocation, "!")} does not begin while ${id} is in the middle`,
    why: `${id} (${title}) is parked: both would change the same places`,
    next: `resume!("${id}"), or abort!("${id}") ends it; what it did stays`,
  });
}

/** What was rehearsed never stands among what was done: rehearsals have a journal of their own. */
function journalHome({ home, world }: SessionParts): string {
  return world.kind === "rehearsal" ? join(home, "rehearsal") : home;
}

/** Secrets never reach the journal. A plan is kept as it is: it is what a resume compares with, and holds none. */
function maskedBody(body: Fields): Fields {
  const { plan, ...rest } = body;
  const safe = masked(rest) as Fields;
  return plan === undefined ? safe : { ...safe, plan };
}
