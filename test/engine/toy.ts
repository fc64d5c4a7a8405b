import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import environment from "../../environments/cantareira.ts";
import type { Engine, PlanRequest } from "../../src/engine/engine.ts";
import { openStore } from "../../src/engine/journal/store.ts";
import type { StepRequest } from "../../src/engine/procedure/request.ts";
import type { Guard } from "../../src/model/guard.ts";
import type { Fields } from "../../src/model/json.ts";
import type { Change, Difference } from "../../src/model/plan.ts";
import type { Condition, ConditionState, Observed, Resource } from "../../src/model/resource.ts";
import type { Answer, Person, Question, RunEvent } from "../../src/model/run.ts";
import type { Effect, HoldMark, System } from "../../src/model/system.ts";
import type { World } from "../../src/model/world.ts";

/** A system of named things with fields, kept in memory: enough to try the engine on, nothing of a protocol. */
export class ToySystem implements System {
  readonly name = "toy";
  readonly things = new Map<string, Fields>();
  /** Every token that reached the other side, in order; the same token does nothing twice. */
  readonly sent: string[] = [];
  /** What happens to the next sends, one each; then they go as they should. */
  readonly troubles: ((carryOut: () => void) => void | Promise<void>)[] = [];
  repeat: Effect["repeat"] = "idempotent";
  answers = new Map<string, ConditionState>();
  probe: Effect["probe"];
  whenSeen: string | undefined;
  holdMark?: HoldMark;

  async identify() {
    return { system: "toy", where: "toyland", who: "tester" };
  }

  async observe(resources: readonly Resource[]): Promise<readonly Observed[]> {
    return resources.flatMap(({ kind, name }) => {
      const fields = this.things.get(name);
      return fields ? [{ system: "toy", kind, name, fields, targets: [this.#target(name)] }] : [];
    });
  }

  #target(name: string) {
    return { system: "toy", kind: "thing", id: `id-${name}`, names: [name], tags: {}, attached: [], isManaged: true };
  }

  diff({ kind, name, desired }: Resource, observed: readonly Observed[]): Difference {
    const own = observed.find((each) => each.name === name);
    const common = { system: "toy", kind, name, targets: own?.targets ?? [] };
    if (desired === null) {
      const words = { risk: "destructive", because: "not wanted", interrupts: "what it holds is lost" } as const;
      return own ? { drafts: [{ ...common, action: "delete", ...words, before: own.fields }], notes: [] } : nothing;
    }
    if (!own)
      return { drafts: [{ ...common, action: "create", risk: "safe", because: "missing", after: desired }], notes: [] };
    if (JSON.stringify(own.fields) === JSON.stringify(desired)) return nothing;
    return {
      drafts: [
        { ...common, action: "replace", risk: "disruptive", because: "differs", before: own.fields, after: desired },
      ],
      notes: [],
    };
  }

  async apply(change: Change, effects: Parameters<System["apply"]>[1]): Promise<void> {
    await effects.perform({
      name: "set",
      repeat: this.repeat,
      ...(this.probe && { probe: this.probe }),
      ...(this.whenSeen !== undefined && { whenSeen: this.whenSeen }),
      send: ({ token }) => this.#send(token, change),
    });
  }

  async #send(token: string, change: Change): Promise<string> {
    const carryOut = (): void => {
      if (this.sent.includes(token)) return;
      this.sent.push(token);
      if (change.action === "delete") this.things.delete(change.name);
      else this.things.set(change.name, change.after ?? {});
    };
    const trouble = this.troubles.shift();
    if (trouble) await trouble(carryOut);
    else carryOut();
    return change.name;
  }

  async resolve(change: Change) {
    return this.things.has(change.name) ? [this.#target(change.name)] : [];
  }

  async holds({ name }: Condition): Promise<ConditionState> {
    return this.answers.get(name) ?? { holds: "yes", detail: "as it should" };
  }

  close(): void {}
}

const nothing: Difference = { drafts: [], notes: [] };

/** A clock that moves only as someone waits. */
export class ToyClock {
  time = Date.parse("2026-01-01T00:00:00Z");
  now = (): number => this.time;
  sleep = async (milliseconds: number): Promise<void> => {
    this.time += milliseconds;
  };
}

/** Answers from a list, else yes; keeps what it was shown. */
export class ToyPerson implements Person {
  readonly questions: Question[] = [];
  readonly events: RunEvent[] = [];
  answers: ((question: Question) => Answer)[] = [];

  async ask(question: Question): Promise<Answer> {
    this.questions.push(question);
    return this.answers.shift()?.(question) ?? { isYes: true, text: "y", how: "typed" };
  }

  show(event: RunEvent): void {
    this.events.push(event);
  }
}

export function thing(name: string, desired: Fields | null, more: Partial<Resource> = {}): Resource {
  return { system: "toy", kind: "thing", name, stack: "test", role: "toy", needs: [], desired, ...more };
}

export interface Toy {
  readonly engine: Engine;
  readonly system: ToySystem;
  readonly person: ToyPerson;
  readonly clock: ToyClock;
  readonly home: string;
  /** The resources that `compose` gives; change it to change the definition. */
  resources: readonly Resource[];
  verify: readonly Condition[];
  /** Of a runbook. */
  steps?: readonly StepRequest[];
  /** What a step that runs `Child.create("dev")` wants. */
  childResources: readonly Resource[];
  childRequest(): PlanRequest;
  park(): void;
  leave(): void;
  request(): PlanRequest;
  /** The same world and journal, as a new console has them: a crash in between. */
  again(): Toy;
}

export function toy(resources: readonly Resource[], guards: readonly Guard[] = [], from?: Toy): Toy {
  const system = from?.system ?? new ToySystem();
  const clock = from?.clock ?? new ToyClock();
  const home = from?.home ?? mkdtempSync(join(tmpdir(), "engine-"));
  const person = new ToyPerson();
  const parking = new AbortController();
  const leaving = new AbortController();
  const store = openStore({ home, clock, who: "jane@desk", boot: crypto.randomUUID(), pid: process.pid });
  const world: World = {
    kind: "real",
    id: "toy",
    clock,
    random: () => "abcd",
    connect: async (host, port) => ({ host, port }),
  };
  const engine: Engine = {
    environment,
    world,
    systems: new Map([["toy", system]]),
    guards,
    store,
    person,
    compose: ({ recipe }) => (recipe === "Child" ? self.childRequest() : self.request()),
    interrupts: { park: parking.signal, leave: leaving.signal },
  };
  const self: Toy = {
    engine,
    system,
    person,
    clock,
    home,
    resources,
    verify: [],
    childResources: [],
    childRequest: () => ({
      title: "Child of dev",
      invocation: { recipe: "Child", verb: "create", args: ["dev"] },
      stack: "dev",
      resources: self.childResources,
      converges: true,
      verify: () => [],
    }),
    park: () => parking.abort(),
    leave: () => leaving.abort(),
    request: () => ({
      ...(self.steps && { procedure: { runbook: "Toys", title: "Toys", why: "to try it", steps: self.steps } }),
      title: "Toys of test",
      invocation: { recipe: "Toys", verb: "create", args: ["test"] },
      stack: "test",
      resources: self.steps ? [] : self.resources,
      converges: self.steps === undefined,
      verify: () => self.verify,
    }),
    again: () => {
      store.close();
      const next = toy(self.resources, guards, self);
      return Object.assign(next, { childResources: self.childResources }, self.steps && { steps: self.steps });
    },
  };
  return self;
}
