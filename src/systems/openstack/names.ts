import type { OpenStackEnvironment } from "../../model/environment.ts";

/** `ALIBUILD09.cern.ch` -> `alibuild09`. Nova has the short name, Foreman the full one (sheet, section 8, point 1). */
export function shortName(name: string): string {
  return name.trim().toLowerCase().split(".")[0] ?? "";
}

export function fullName(name: string, { domain }: Pick<OpenStackEnvironment, "domain">): string {
  return `${shortName(name)}.${domain}`;
}

/** Whether a name is one of this domain, or without any. */
export function isOfDomain(name: string, { domain }: Pick<OpenStackEnvironment, "domain">): boolean {
  const [, ...rest] = name.trim().toLowerCase().replace(/\.$/, "").split(".");
  return rest.length === 0 || rest.join(".") === domain.toLowerCase();
}

/** A master's name by the environment's list or pattern. */
export function isMaster(name: string, { masters }: Pick<OpenStackEnvironment, "masters">): boolean {
  return masters.names.includes(shortName(name)) || new RegExp(masters.namePattern).test(shortName(name));
}
