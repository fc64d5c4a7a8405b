import { NotDone } from "#src/model/error.ts";
import type { Fields, Json } from "#src/model/json.ts";
import { issuePermit, revokePermit } from "#src/model/permit.ts";
import type { Change, Draft } from "#src/model/plan.ts";
import type { ConditionState } from "#src/model/resource.ts";
import type { Effect, Effects, Settlement, System } from "#src/model/system.ts";
import type { World } from "#src/model/world.ts";
import { createHosts, type HostsSystem } from "#src/systems/hosts/index.ts";
import environment from "../../../environments/alibuild.ts";
import type { Hosts } from "./double.ts";

export { environment };

export const noon = Date.parse("2026-11-20T12:00:00Z");

/** A world whose time moves as someone waits. */
export function world(extra: Partial<World> = {}): World {
  let now = noon;
  return {
    kind: "rehearsal",
    id: "rehearsal-test",
    clock: {
      now: () => now,
      async sleep(milliseconds) {
        now += milliseconds;
      },
    },
    random: (bytes) => "0".repeat(bytes * 2),
    connect: async (host, port) => ({ host, port }),
    ...extra,
  };
}

export interface Opening {
  readonly world?: World;
  readonly consoleLog?: (host: string) => Promise<string>;
  readonly lookWithinSeconds?: number;
}

export function open(hosts: Hosts, { consoleLog = async () => "", ...rest }: Opening = {}): HostsSystem {
  return createHosts({ environment, world: world(), ssh: hosts, consoleLog, ...rest });
}

export function look(system: System, name: string, parameters: Fields): Promise<ConditionState> {
  return system.holds({ system: system.name, name, stack: "", parameters, what: name, withinSeconds: 1 });
}

/** A draft as the engine makes a change of it. */
export function changeOf(draft: Draft): Change {
  const id = `${draft.action} ${draft.kind}/${draft.name}`;
  return { ...draft, id, stack: draft.name, role: "", needs: [], asksByItself: false, waits: [] };
}

/** The only draft for a resource of a host. */
export function draftOf(system: System, kind: string, name: string, desired: Fields): Draft {
  const resource = { system: system.name, kind, name, stack: name, role: "", desired, needs: [] };
  const [draft, ...others] = system.diff(resource, []).drafts;
  if (!draft || others.length > 0) throw new Error("not exactly one draft");
  return draft;
}

/** Each journal is a run of its own. */
let runs = 0;

/** The engine's effects without a journal on disk: each attempt has a token of its own, a doubt is looked for. */
export class Journal implements Effects {
  readonly lines: string[] = [];
  readonly events: string[] = [];
  readonly seen: Record<string, Json>;
  readonly done = new Map<string, Json>();
  /** The console dies in the middle of this effect: its outcome is not written down. */
  diesIn: string | undefined;
  readonly #run = `r${++runs}`;
  readonly #attempts = new Map<string, number>();
  readonly #clock: World["clock"];

  constructor(clock: World["clock"] = world().clock, seen: Record<string, Json> = {}) {
    this.#clock = clock;
    this.seen = seen;
  }

  /** As after a restart of the console: what was done is known, of the last attempt only that it was begun. */
  async perform<T extends Json>(effect: Effect<T>): Promise<T> {
    if (this.done.has(effect.name)) return this.done.get(effect.name) as T;
    const open = this.#isOpen(effect.name);
    return open ? this.#settle(effect, await this.#probe(effect)) : this.#send(effect);
  }

  #isOpen(name: string): boolean {
    const last = this.events.findLast((event) => event.startsWith(`${name} `));
    return last === `${name} intended` || (last ?? "").startsWith(`${name} settled unknown`);
  }

  async #send<T extends Json>(effect: Effect<T>): Promise<T> {
    this.#attempts.set(effect.name, (this.#attempts.get(effect.name) ?? 0) + 1);
    this.events.push(`${effect.name} intended`);
    const permit = issuePermit(this.#permitOf(effect.name));
    try {
      const value = await effect.send(permit);
      if (this.diesIn === effect.name) throw new Died();
      return this.#note(effect.name, value);
    } catch (error) {
      if (error instanceof Died) throw error;
      if (!(error instanceof NotDone)) return await this.#settle(effect, await this.#probe(effect));
      this.events.push(`${effect.name} failed`);
      throw error;
    } finally {
      revokePermit(permit);
    }
  }

  async #probe<T extends Json>(effect: Effect<T>): Promise<Settlement<T>> {
    return (await effect.probe?.(this.#permitOf(effect.name))) ?? { happened: "unknown", evidence: "no look" };
  }

  #settle<T extends Json>(effect: Effect<T>, settlement: Settlement<T>): Promise<T> | T {
    this.events.push(`${effect.name} settled ${settlement.happened}: ${settlement.evidence}`);
    if (settlement.happened === "yes") return this.#note(effect.name, settlement.value);
    if (settlement.happened === "no") return this.#send(effect);
    throw new Error(`in doubt: ${settlement.evidence}`);
  }

  #note<T extends Json>(name: string, value: T): T {
    this.events.push(`${name} done`);
    this.done.set(name, value);
    return value;
  }

  #permitOf(name: string) {
    const attempt = this.#attempts.get(name) ?? 1;
    return { run: this.#run, change: "c", step: `c/${name}/${attempt}`, token: `mc-${this.#run}-${name}-${attempt}` };
  }

  async wait<T>(what: string, withinSeconds: number, look: () => Promise<T | undefined>): Promise<T> {
    const deadline = this.#clock.now() + withinSeconds * 1000;
    this.events.push(`waits: ${what}`);
    for (;;) {
      const seen = await look();
      if (seen !== undefined) return seen;
      if (this.#clock.now() >= deadline) throw new Error(`waited in vain: ${what}`);
      await this.#clock.sleep(5_000);
    }
  }

  log(line: string): void {
    this.lines.push(line);
  }

  evidence(step: string): Json | undefined {
    return this.seen[step];
  }

  document(): string {
    throw new Error("no document");
  }
}

/** kill -9 */
export class Died extends Error {}
