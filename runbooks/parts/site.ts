import { argument, type OpenStackEnvironment, type RunbookContext } from "../../src/runbook.ts";

/** A host as runbooks speak of it. */
export interface Host {
  /** Its short name: `alibuild07`. */
  readonly name: string;
  /** Empty: neither, or nothing is known of it. */
  readonly role: "mesos-master" | "build-agent" | "";
  /** What a run on it holds: all masters are one, so that two of them are never touched at once. */
  readonly scope: string;
  readonly environment: OpenStackEnvironment;
}

function hostNamed(environment: OpenStackEnvironment, name: string): Host {
  const role = roleOf(environment, name);
  return { name, role, scope: role === "mesos-master" ? "masters" : name, environment };
}

/** The host that a runbook was asked for: its first argument. */
export function hostGiven(context: RunbookContext): Host {
  return hostNamed(context.environment, argument(context, 0));
}

export function isMaster({ role }: Host): boolean {
  return role === "mesos-master";
}

export function isAgent({ role }: Host): boolean {
  return role === "build-agent";
}

/** All masters that there are to be. */
export function mastersOf(environment: OpenStackEnvironment): readonly Host[] {
  return environment.masters.names.map((name) => hostNamed(environment, name));
}

/** The masters besides this one. */
export function othersThan({ name, environment }: Host): readonly Host[] {
  return mastersOf(environment).filter((master) => master.name !== name);
}

/** `alimesos01 and alimesos03` */
export function namesOf(hosts: readonly Host[]): string {
  return hosts.map(({ name }) => name).join(" and ");
}

/** What the environment says of a protected host; by its name, which is all that a runbook knows. */
export function protectionOf({ name, environment }: Host): string | undefined {
  return environment.protects.find(({ names = [] }) => names.includes(name))?.because;
}

/** Every host that the environment protects by name. */
export function protectedHosts(environment: OpenStackEnvironment): readonly Host[] {
  const names = environment.protects.flatMap(({ names: ofThing = [] }) => ofThing);
  return [...new Set(names)].map((name) => hostNamed(environment, name));
}

function roleOf({ masters, agents }: OpenStackEnvironment, name: string): Host["role"] {
  if (masters.names.includes(name) || new RegExp(masters.namePattern).test(name)) return "mesos-master";
  return new RegExp(agents.namePattern).test(name) ? "build-agent" : "";
}
