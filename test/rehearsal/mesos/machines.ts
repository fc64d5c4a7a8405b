import type { Machine, Machines, Unit } from "#src/rehearsal/machine.ts";

const masters = ["10.0.0.1", "10.0.0.2", "10.0.0.3"] as const;
export const election = `zk://${masters.map((address) => `${address}:2181`).join(",")}/mesos`;

function unit(name: string, image: string, environment: Readonly<Record<string, string>>): Unit {
  return { name: `${name}.service`, image, environment };
}

function masterUnits(address: string, version: string): readonly Unit[] {
  return [
    unit("zookeeper", "zookeeper:3.8.4", { ZOO_4LW_COMMANDS_WHITELIST: "srvr,mntr,ruok" }),
    unit("mesos-master", `mesos-master:${version}`, {
      MESOS_ZK: election,
      MESOS_QUORUM: "2",
      MESOS_CLUSTER: "lab",
      MESOS_HOSTNAME: address,
    }),
  ];
}

function agentUnits(type: string): readonly Unit[] {
  const attributes = `slave-type:${type};az:us-east-1a`;
  const hostname = `\${COREOS_EC2_HOSTNAME}`;
  const environment = { MESOS_MASTER: election, MESOS_ATTRIBUTES: attributes, MESOS_HOSTNAME: hostname };
  return [unit("mesos-agent", "mesos-agent:1.11.0", environment)];
}

/** Machines whose time and comings and goings a test decides. Times in seconds since the beginning. */
export class Hall implements Machines {
  readonly seed: number;
  readonly #faults: readonly string[];
  readonly #machines = new Map<string, Machine>();
  #seconds = 0;

  constructor(seed = 1, faults: readonly string[] = []) {
    this.seed = seed;
    this.#faults = faults;
  }

  /** Three masters and two agents of each of the types given. */
  static cluster(seed = 1, faults: readonly string[] = [], types = ["mesos-fixed", "mesos-spot"]): Hall {
    const hall = new Hall(seed, faults);
    for (const address of masters) hall.startMaster(`i-m${address.at(-1)}`, address);
    types.forEach((type, index) => {
      for (const number of [1, 2]) hall.startAgent(`i-a${index}${number}`, `10.0.1.${10 * index + number}`, type);
    });
    return hall;
  }

  up(): readonly Machine[] {
    return [...this.#machines.values()].filter((machine) => machine.upSince <= this.now());
  }

  now(): number {
    return Date.UTC(2026, 10, 20) + 1000 * this.#seconds;
  }

  hasFault(name: string): boolean {
    return this.#faults.includes(name);
  }

  /** Moves the time on. */
  pass(seconds: number): void {
    this.#seconds += seconds;
  }

  startMaster(id: string, address: string, version = "1.11.0"): void {
    this.#start(id, address, masterUnits(address, version));
  }

  startAgent(id: string, address: string, type: string): void {
    this.#start(id, address, agentUnits(type));
  }

  stop(id: string): void {
    this.#machines.delete(id);
  }

  #start(id: string, address: string, units: readonly Unit[]): void {
    const hostname = `ip-${address.replaceAll(".", "-")}.ec2.internal`;
    this.#machines.set(id, { id, hostname, address, upSince: this.now(), units });
  }
}
