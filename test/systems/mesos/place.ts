import { OpsError } from "#src/model/error.ts";
import type { Fields, Json } from "#src/model/json.ts";
import { issuePermit } from "#src/model/permit.ts";
import type { Change } from "#src/model/plan.ts";
import type { ConditionState, Resource } from "#src/model/resource.ts";
import type { Effect, Effects, Permit } from "#src/model/system.ts";
import type { Machine, Machines, Unit } from "#src/rehearsal/machine.ts";
import { createEnsemble, isMutating } from "#src/rehearsal/mesos/index.ts";
import type { AgentToLoad, Row, Workload } from "#src/rehearsal/mesos/workload.ts";
import { createMesos, type Mesos, type MesosOptions } from "#src/systems/mesos/index.ts";
import alibuild from "../../../environments/alibuild.ts";
import type { Network } from "./network.ts";

export const masters = alibuild.masters.names.map((name) => `${name}.cern.ch`);
const election = `zk://${masters.map((host) => `${host}:2181`).join(",")}/mesos`;
const minute = 60_000;

/** The build infrastructure's hosts, whose time and comings and goings a test decides. */
export class Yard implements Machines {
  readonly seed = 1;
  readonly workload: Workload = { frameworks, rowsOf };
  readonly #machines = new Map<string, Machine>();
  readonly #faults: readonly string[];
  #seconds = 0;

  constructor(faults: readonly string[] = []) {
    this.#faults = faults;
    for (const host of masters) this.start(host, masterUnits(host));
    for (const name of ["alibuild01", "alibuild07", "alibuild030"]) this.startAgent(name);
  }

  /** `disk`: an agent that keeps it keeps its id. */
  startAgent(name: string, disk = "first"): void {
    const environment = { MESOS_MASTER: election, MESOS_HOSTNAME: `${name}.cern.ch`, MESOS_ATTRIBUTES: "os:slc7" };
    const units = [{ name: "mesos-agent", image: "mesos-agent:1.11.0", environment }];
    this.start(`${name}.cern.ch`, units, `${name}/${disk}`);
  }

  start(host: string, units: readonly Unit[], workDir?: string): void {
    const machine = { id: host, hostname: host, address: host, upSince: this.now(), units };
    this.#machines.set(host, workDir === undefined ? machine : { ...machine, address: "188.184.1.7", workDir });
  }

  stop(name: string): void {
    this.#machines.delete(`${name}.cern.ch`);
  }

  up(): readonly Machine[] {
    return [...this.#machines.values()];
  }

  now(): number {
    return Date.UTC(2026, 10, 20, 12) + 1000 * this.#seconds;
  }

  hasFault(name: string): boolean {
    return this.#faults.includes(name);
  }

  pass(seconds: number): void {
    this.#seconds += seconds;
  }
}

function masterUnits(host: string): readonly Unit[] {
  const environment = { MESOS_ZK: election, MESOS_QUORUM: "2", MESOS_CLUSTER: "alibuild", MESOS_HOSTNAME: host };
  const words = { ZOO_4LW_COMMANDS_WHITELIST: "srvr,mntr" };
  return [
    { name: "zookeeper", image: "zookeeper:3.8.4", environment: words },
    { name: "mesos-master", image: "mesos-master:1.11.0", environment },
  ];
}

const frameworks = [
  { name: "Jenkins Scheduler", user: "alibuild", principal: "jenkins" },
  { name: "TwitterScheduler", user: "aurora" },
];

/** alibuild01 builds a release and runs a check; the others rest. */
function rowsOf({ hostname, since }: AgentToLoad): readonly Row[] {
  if (!hostname.startsWith("alibuild01.")) return [];
  const row = { lastsMs: 30 * minute, restMs: 0, times: 1 };
  const check = () => ({ id: "root-prod-ci-check-0", name: "root/prod/ci-check" });
  const release = () => ({ id: "jenkins-1842", name: "build-O2-release" });
  return [
    { ...row, framework: 1, firstAt: since, named: check },
    { ...row, framework: 0, firstAt: since + 1_000, named: release },
  ];
}

/** The place with its agents registered, and logs of the calls that reached it. */
export async function openPlace(network: Network, options: Partial<MesosOptions> = {}, faults: readonly string[] = []) {
  const yard = new Yard(faults);
  const changing: string[] = [];
  const paths: string[] = [];
  const ensemble = createEnsemble(yard);
  await network.ensemble(ensemble, masters, (method, path, body) => {
    paths.push(path);
    if (isMutating(method, path, body)) changing.push(JSON.parse(body).type);
  });
  ensemble.look();
  yard.pass(40);
  const mesos = createMesos({ environment: alibuild, world: network.world(() => yard.now()), ...options });
  const look = (name: string, parameters: Fields = {}) => lookAt(mesos, name, parameters);
  return { yard, ensemble, mesos, changing, paths, look };
}

function lookAt(mesos: Mesos, name: string, parameters: Fields): Promise<ConditionState> {
  return mesos.holds({ system: "mesos", name, stack: "alibuild07", parameters, what: name, withinSeconds: 1 });
}

export function agentResource(name: string, desired: Fields): Resource {
  return { system: "mesos", kind: "agent", name, stack: name, role: "build-agent", desired, needs: [] };
}

export function agentChange(name: string, after: Fields): Change {
  return {
    ...{
      id: `act agent/${name}`,
      action: "act",
      system: "mesos",
      kind: "agent",
      name,
      stack: name,
      role: "build-agent",
    },
    ...{ risk: "safe", because: "a test", after, needs: [], targets: [], asksByItself: false, waits: [] },
  };
}

/** Effects that are permitted, and kept as a journal would: what was done gives its value again and sends nothing. */
export class Performed implements Effects {
  readonly lines: string[] = [];
  readonly effects = new Map<string, Effect>();
  readonly seen: Record<string, Json> = {};
  readonly #done = new Map<string, Json>();
  readonly #pass: (seconds: number) => void;
  readonly permit: Permit = { run: "r1", change: "act agent/x", step: "act agent/x/do/1", token: "t" };

  constructor(pass: (seconds: number) => void = () => undefined) {
    this.#pass = pass;
  }

  async perform<T extends Json>(effect: Effect<T>): Promise<T> {
    this.effects.set(effect.name, effect);
    // The value that the same effect gave.
    if (this.#done.has(effect.name)) return this.#done.get(effect.name) as T;
    const value = await effect.send(issuePermit(this.permit));
    this.#done.set(effect.name, value);
    return value;
  }

  async wait<T>(what: string, withinSeconds: number, look: () => Promise<T | undefined>): Promise<T> {
    for (let waited = 0; waited <= withinSeconds; waited += 10) {
      const seen = await look();
      if (seen !== undefined) return seen;
      this.#pass(10);
    }
    throw new OpsError({ code: "timed-out", reason: "system", what, why: "it did not come true", next: "" });
  }

  log(line: string): void {
    this.lines.push(line);
  }

  evidence(step: string): Json | undefined {
    return this.seen[step];
  }

  document(): string {
    return "";
  }
}
