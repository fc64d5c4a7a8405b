import type { Fields, Json } from "../../model/json.ts";

/** What something has or holds. Cores and MB, as Mesos counts. */
export interface Capacity {
  readonly cpus: number;
  readonly mem: number;
  readonly disk: number;
}

/** Every agent of the rehearsal is of this size, and every task. */
export const agentCapacity: Capacity = { cpus: 4, mem: 14_000, disk: 80_000 };
export const taskCapacity: Capacity = { cpus: 1, mem: 512, disk: 0 };
export const nothing: Capacity = { cpus: 0, mem: 0, disk: 0 };

const firstPort = 31_000;
const lastPort = 32_000;

export function times(capacity: Capacity, count: number): Capacity {
  return { cpus: capacity.cpus * count, mem: capacity.mem * count, disk: capacity.disk * count };
}

/** The operator API's list; `more` is what each scalar carries besides: its role, its allocation. Zeros are left out. */
export function v1Scalars(capacity: Capacity, more: Fields): readonly Fields[] {
  const amounts = Object.entries({ cpus: capacity.cpus, mem: capacity.mem, disk: capacity.disk });
  const held = amounts.filter(([, value]) => value > 0);
  return held.map(([name, value]) => ({ name, type: "SCALAR", scalar: { value }, ...more }));
}

function v1Ports(more: Fields): Fields {
  const range = [{ begin: firstPort, end: lastPort }];
  return { name: "ports", type: "RANGES", ranges: { range }, ...more };
}

/** Everything an agent has. */
export function v1Total(more: Fields): readonly Json[] {
  return [...v1Scalars(agentCapacity, more), v1Ports(more)];
}

/** What tasks hold, allocated to the role `*`. */
export function v1Held(capacity: Capacity): readonly Json[] {
  return v1Scalars(capacity, { role: "*", allocation_info: { role: "*" } });
}

/** The legacy form: one number each. */
export function legacyScalars(capacity: Capacity): Fields {
  return { disk: capacity.disk, mem: capacity.mem, gpus: 0, cpus: capacity.cpus };
}

export function legacyTotal(): Fields {
  return { ...legacyScalars(agentCapacity), ports: `[${firstPort}-${lastPort}]` };
}
