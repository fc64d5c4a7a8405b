import type { OpenStackEnvironment } from "../../model/environment.ts";
import { NotDone, OpsError } from "../../model/error.ts";
import type { CommandResult, HostCommands } from "../../model/host-commands.ts";
import type { Fields } from "../../model/json.ts";
import { quoted } from "../../model/printable.ts";
import type { ConditionState } from "../../model/resource.ts";
import type { World } from "../../model/world.ts";

/** What looks at hosts are made with. */
export interface Looks {
  readonly environment: OpenStackEnvironment;
  readonly world: World;
  readonly ssh: HostCommands;
  /** The server's console output, to compare a host key's fingerprint with. */
  readonly consoleLog: (host: string) => Promise<string>;
  /** Real seconds, also in a rehearsal: an answer is not a wait. */
  readonly lookWithinSeconds: number;
  /** One answer of a host for those who ask the same at the same moment. */
  readonly shared: Map<string, Promise<CommandResult>>;
}

/** One look at one host; `host` is the short name, `full` the one that is connected to. */
export type Look = (
  at: { readonly host: string; readonly full: string },
  parameters: Fields,
  looks: Looks,
) => Promise<ConditionState>;

/** A command that only looks, bounded in time: it gives up before the look does, so that a look can make do without it. */
export function ask(full: string, argv: readonly string[], looks: Looks): Promise<CommandResult> {
  const command = { argv, withinSeconds: looks.lookWithinSeconds * 0.8 };
  return bounded(looks.ssh.run(full, command), looks.lookWithinSeconds * 0.9, full);
}

/** The answer is shared with whoever asks the same host the same while it is under way: five rows need one `docker ps`. */
export function askTogether(full: string, argv: readonly string[], looks: Looks): Promise<CommandResult> {
  const key = JSON.stringify([full, argv]);
  const under = looks.shared.get(key);
  if (under) return under;
  const asked = ask(full, argv, looks).finally(() => looks.shared.delete(key));
  looks.shared.set(key, asked);
  return asked;
}

/** The look's answer, or `unknown` with why: a host that hangs holds nobody else up. */
export async function within(seconds: number, host: string, look: Promise<ConditionState>): Promise<ConditionState> {
  try {
    return await bounded(look, seconds, host);
  } catch (error) {
    return unknownBecause(error, host);
  }
}

/** @throws OpsError `host-silent` after so many real seconds; what was asked for goes on unheard. */
export async function bounded<T>(asked: Promise<T>, seconds: number, host: string): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(silent(seconds, host)), seconds * 1000);
  asked.catch(() => {});
  try {
    return await Promise.race([asked, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function silent(seconds: number, host: string): OpsError {
  return new OpsError({
    code: "host-silent",
    reason: "system",
    what: `${host} gave no answer`,
    why: `not within ${seconds} s`,
    next: `look again; then log in to ${host} by hand, or read its console log`,
  });
}

/** A wrong identity, a wrong name or a defect is no matter of not knowing. */
function unknownBecause(error: unknown, host: string): ConditionState {
  if (!(error instanceof OpsError) || error.reason !== "system") throw error;
  return unknown(lineOf(error), nextOf(error, host));
}

/** What to do about an error that a look at a host met. */
export function nextOf({ code, next }: OpsError, host: string): string {
  return code === "ssh-host-key" ? acceptsKey(host) : next;
}

/** What compares a host's new key, and takes it as known where it is right. */
export function acceptsKey(host: string): string {
  return `AcceptHostKey("${host}") compares it with the server's console log, and takes it as known when it is there`;
}

export function lineOf({ what, why }: OpsError): string {
  return quoted(`${what}: ${why}`, 400);
}

export function yes(detail: string): ConditionState {
  return { holds: "yes", detail };
}

export function no(detail: string, next: string): ConditionState {
  return { holds: "no", detail, next };
}

export function unknown(detail: string, next: string): ConditionState {
  return { holds: "unknown", detail, next };
}

/** What a failed command said; where it said nothing its exit code. */
export function complaintOf({ exitCode, stderr, stdout }: CommandResult): string {
  return quoted(stderr || stdout) || (exitCode === null ? "a signal ended it" : `exit code ${exitCode}`);
}

/** A name that no command is given. */
export function notFit(what: string, name: string): NotDone {
  return new NotDone({
    code: `bad-${what}`,
    reason: "usage",
    what: `${JSON.stringify(name)} is no name of a docker ${what}`,
    why: "it holds what such a name cannot, or begins like an option",
    next: "mend it in the environment file or where it was typed",
  });
}
