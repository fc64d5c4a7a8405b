import { OpsError } from "../../model/error.ts";
import type { CheckRow } from "../../model/status.ts";
import { ask, complaintOf, type Looks, lineOf } from "./look.ts";

type Login = { readonly host: string; readonly why?: string; readonly isRefused?: true; readonly next?: string };

/** Whether one's key is taken on the hosts: tried on each master, side by side. One that is down says nothing of it. */
export async function checkAccess(looks: Looks): Promise<readonly CheckRow[]> {
  const { masters, hostUser, domain } = looks.environment;
  const logins = await Promise.all(masters.names.map((host) => logIn(host, `${host}.${domain}`, looks)));
  const refused = logins.find(({ isRefused }) => isRefused);
  const isIn = logins.some(({ why }) => why === undefined);
  const result = refused ? "fail" : isIn ? "pass" : "unknown";
  const evidence = logins.map(({ host, why }) => (why === undefined ? `in to ${host}` : `${host}: ${why}`)).join("; ");
  const trouble = refused ?? logins.find(({ next }) => next);
  const next = result === "pass" ? "" : (trouble?.next ?? "ssh to a master by hand");
  return [{ what: `SSH lets me in to the masters as ${hostUser}`, result, evidence, next }];
}

async function logIn(host: string, full: string, looks: Looks): Promise<Login> {
  try {
    const result = await ask(full, ["true"], looks);
    return result.exitCode === 0 ? { host } : { host, why: complaintOf(result) };
  } catch (error) {
    if (!(error instanceof OpsError) || error.reason !== "system") throw error;
    const isRefused = error.code === "ssh-refused" || error.code === "ssh-host-key";
    return { host, why: lineOf(error), next: error.next, ...(isRefused && { isRefused }) };
  }
}
