import { OpsError } from "../../model/error.ts";
import type { HostCommands } from "../../model/host-commands.ts";
import { printable } from "../../model/printable.ts";
import type { ConditionState } from "../../model/resource.ts";

/** A ticket-granting ticket, or why there is none to be seen. */
export type Ticket = { readonly principal: string; readonly expiresAt: number } | { readonly why: string };

/** The ticket that a login to the gateway has. Times in UTC and in C's form: `11/20/26 22:10:31`. */
export async function ticketOn(gateway: string, ssh: HostCommands): Promise<Ticket> {
  const env = { LC_ALL: "C", TZ: "UTC" };
  const { exitCode, stdout, stderr } = await ssh.run(gateway, { argv: ["klist"], env, withinSeconds: 8 });
  if (exitCode === 0) return ticketIn(stdout);
  return {
    why:
      printable(stderr || stdout)
        .trim()
        .slice(0, 200) || `klist ended with exit code ${exitCode}`,
  };
}

/**
 * MIT Kerberos: `Valid starting`, `Expires`, `Service principal`, a line for each ticket.
 * @throws OpsError `klist-not-understood`
 */
export function ticketIn(text: string): Ticket {
  const principal = /^Default principal: (\S+)/m.exec(text)?.[1] ?? "nobody";
  const line = text.split("\n").find((each) => /\skrbtgt\/([^@\s]+)@\1\s*$/.test(each));
  if (line === undefined) return { why: "it holds no ticket-granting ticket" };
  const times = [...line.matchAll(/(\d\d)\/(\d\d)\/(\d{4}|\d\d) (\d\d):(\d\d):(\d\d)/g)];
  const expires = times[1];
  if (!expires) throw notUnderstood(line);
  return { principal: printable(principal), expiresAt: momentOf(expires) };
}

function notUnderstood(line: string): OpsError {
  return new OpsError({
    code: "klist-not-understood",
    reason: "system",
    what: "How long the ticket lives cannot be told",
    why: `klist says: ${printable(line).trim()}`,
    next: "run klist on the gateway by hand",
  });
}

function momentOf([, month, day, year = "", hour, minute, second]: RegExpMatchArray): number {
  const fullYear = year.length === 2 ? 2000 + Number(year) : Number(year);
  return Date.UTC(fullYear, Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
}

/** Whether it lives so long from now, in milliseconds of the world's clock. */
export function livesFor(ticket: Ticket, seconds: number, now: number, gateway: string): ConditionState {
  const renew = `kinit on ${gateway} (or ssh there with a fresh ticket that is delegated), then look again`;
  if ("why" in ticket) return { holds: "no", detail: `no ticket on ${gateway}: ${ticket.why}`, next: renew };
  const leftSeconds = Math.floor((ticket.expiresAt - now) / 1000);
  const detail = `the ticket of ${ticket.principal} on ${gateway} ${lifeOf(leftSeconds)}`;
  if (leftSeconds >= seconds) return { holds: "yes", detail };
  return { holds: "no", detail: `${detail}; ${spell(seconds)} needed`, next: renew };
}

function lifeOf(leftSeconds: number): string {
  return leftSeconds > 0 ? `lives ${spell(leftSeconds)} more` : "has expired";
}

function spell(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
