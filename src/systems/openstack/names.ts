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

/** Which master a server is: the one whose id it has, whatever it is called by now; else by its name. */
export function masterNameOf(
  { id, name }: { readonly id: string; readonly name: string },
  environment: Pick<OpenStackEnvironment, "masters">,
): string | undefined {
  const pinned = Object.entries(environment.masters.ids).find(([, own]) => own === id)?.[0];
  return pinned ?? (isMaster(name, environment) ? shortName(name) : undefined);
}

/** `a--load-0-,b`: names that LANDB was told, with how CERN's load balancer takes them (sheet, section 2). */
export function aliasesOf({ metadata }: { readonly metadata: Readonly<Record<string, string>> }): readonly string[] {
  const aliases = (metadata["landb-alias"] ?? "").split(",");
  return aliases.map((alias) => shortName(alias).replace(/--load-\d+-$/, "")).filter((alias) => alias !== "");
}

/** A master's name by the environment's list or pattern. */
export function isMaster(name: string, { masters }: Pick<OpenStackEnvironment, "masters">): boolean {
  return masters.names.includes(shortName(name)) || new RegExp(masters.namePattern).test(shortName(name));
}
