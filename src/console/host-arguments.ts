import { closest } from "../model/closest.ts";
import { type Environment, isOpenStack, type OpenStackEnvironment } from "../model/environment.ts";
import { OpsError } from "../model/error.ts";
import { isShortName } from "../model/handle.ts";
import type { Parameter } from "../model/parameter.ts";
import { printable } from "../model/printable.ts";
import { pipelinesOf } from "../model/sources.ts";
import { hasSources } from "../runbook.ts";
import { unknown } from "./compose.ts";
import { mesosVersionPattern } from "./mesos-versions.ts";
import type { Session } from "./session.ts";
import { openStackOf } from "./systems.ts";

/** One argument of a call as it was typed. */
export interface TypedArgument {
  /** `RebuildAgent` */
  readonly recipe: string;
  /** `RebuildAgent!` */
  readonly call: string;
  readonly texts: readonly string[];
  readonly index: number;
}

type Role = "master" | "agent";

/**
 * A host by whatever handle is typed becomes the short name of the one server that has it.
 * @throws OpsError `unknown-host`, `ambiguous-host`, `wrong-argument`, each with what to type instead
 */
export async function resolvedArgument(
  typed: TypedArgument,
  parameter: Parameter | undefined,
  session: Session,
): Promise<string> {
  const { environment } = session.parts;
  const text = typed.texts[typed.index] ?? "";
  if (parameter?.type === "mesos-version") return mesosVersion(typed);
  if (parameter?.type === "pipeline") return pipelineNamed(text, environment);
  if (!isOpenStack(environment) || !parameter) return parameter?.type === "run" ? text.toLowerCase() : text;
  const { type } = parameter;
  if (type === "zone") return knownZone(typed, environment);
  if (type === "new-master") return ofRole(newName(text, environment), "master", typed, session);
  if (type === "new-agent") return ofRole(newName(text, environment), "agent", typed, session);
  if (type !== "master" && type !== "agent" && type !== "server") return text;
  const name = await nameOfServer(typed, type, session);
  mustBeHostName(name);
  return type === "server" ? name : ofRole(name, type, typed, session);
}

/** One that the environment names: another would be tried on GoCD only when it is triggered. */
function pipelineNamed(text: string, environment: Environment): string {
  const names = hasSources(environment) ? pipelinesOf(environment.sources) : [];
  return names.includes(text) ? text : unknown("pipeline", text, names);
}

/** It becomes part of tags and branches. */
function mesosVersion(typed: TypedArgument): string {
  const text = (typed.texts[typed.index] ?? "").trim();
  if (mesosVersionPattern.test(text)) return text;
  const what = `${JSON.stringify(printable(text))} is no version of Mesos`;
  throw wrongArgument(what, "three numbers with dots between them, as in 1.11.0", callWith(typed, "1.11.0"));
}

/** Where nothing answers to it, the nearest host of the wanted kind stands in the call to type. */
async function nameOfServer(typed: TypedArgument, type: Role | "server", session: Session): Promise<string> {
  const openstack = openStackOf(await session.systems());
  const text = typed.texts[typed.index] ?? "";
  const found = await openstack.findServer(text).catch(async (error: unknown) => {
    if (!(error instanceof OpsError) || error.code !== "unknown-host") throw error;
    const names = (await openstack.servers()).map(({ name }) => name);
    const fitting = type === "server" ? names : names.filter((name) => isOfRole(name, type, session));
    const near = closest(text, fitting);
    const { code, reason, what, why } = error;
    const next = near[0] === undefined ? error.next : callWith(typed, near[0]);
    throw new OpsError({
      code,
      reason,
      what,
      why: near.length > 0 ? `${why}; nearest: ${near.join(", ")}` : why,
      next,
    });
  });
  return found.name;
}

/** The call again, with another argument in its place. */
function callWith({ call, texts, index }: TypedArgument, argument: string): string {
  return `${call}(${texts
    .with(index, argument)
    .map((each) => JSON.stringify(each))
    .join(", ")})`;
}

/** In Nova a server may be called anything; CERN's wrappers and DNS know it by that name. */
function mustBeHostName(name: string): void {
  if (isShortName(name)) return;
  throw new OpsError({
    code: "bad-host-name",
    reason: "refused",
    what: `The server that is called ${JSON.stringify(printable(name))} in Nova is not touched`,
    why: "that is no host name: what is done by it could be done to another one, or to several",
    next: "give it a host name in Nova first",
  });
}

function ofRole(name: string, role: Role, typed: TypedArgument, session: Session): string {
  if (isOfRole(name, role, session)) return name;
  const { environment } = session.parts;
  const example = isOpenStack(environment) ? environment[`${role}s`].exampleName : "";
  const why = `${role}s are named like ${example}`;
  throw wrongArgument(
    `${name} is no ${role}`,
    why,
    otherCall(name, role, typed, session) ?? "help() lists the runbooks",
  );
}

/** The runbook that does the same to the other kind of host: `RebuildMaster!("alimesos01")`. */
function otherCall(name: string, role: Role, typed: TypedArgument, session: Session): string | undefined {
  const [of, by, other] =
    role === "agent" ? (["Agent", "Master", "master"] as const) : (["Master", "Agent", "agent"] as const);
  const recipe = typed.recipe.replace(of, by);
  const isThere = recipe !== typed.recipe && session.parts.runbooks.has(recipe) && isOfRole(name, other, session);
  return isThere ? callWith({ ...typed, call: typed.call.replace(of, by) }, name) : undefined;
}

function isOfRole(name: string, role: Role, { parts: { environment } }: Session): boolean {
  return isOpenStack(environment) && new RegExp(environment[`${role}s`].namePattern).test(name);
}

/** Full name, any case: what is made has the short name. */
function newName(text: string, { domain }: OpenStackEnvironment): string {
  const lower = text.trim().toLowerCase();
  const suffix = `.${domain}`;
  return lower.endsWith(suffix) ? lower.slice(0, -suffix.length) : lower;
}

function knownZone(typed: TypedArgument, { masters }: OpenStackEnvironment): string {
  const text = typed.texts[typed.index] ?? "";
  if (masters.zones.includes(text)) return text;
  const near = masters.zones.find((zone) => text !== "" && zone.includes(text)) ?? closest(text, masters.zones)[0];
  const what = `There is no zone ${JSON.stringify(text)}`;
  throw wrongArgument(
    what,
    `there are ${masters.zones.join(", ")}`,
    near ? callWith(typed, near) : "take one of these",
  );
}

export function wrongArgument(what: string, why: string, next: string): OpsError {
  return new OpsError({ code: "wrong-argument", reason: "usage", what, why, next });
}
