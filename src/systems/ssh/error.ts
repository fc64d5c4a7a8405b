import { notDone, OpsError } from "../../model/error.ts";
import { printable } from "../../model/printable.ts";
import type { Permit } from "../../model/system.ts";

/**
 * What went wrong between the console and a host.
 *
 * - `ssh-unreachable`: no connection was made, so nothing was sent.
 * - `ssh-refused`: no key, ticket or password was taken, so nothing was sent.
 * - `ssh-host-key`: the host's key is unknown or another one than before; nothing was sent.
 * - `ssh-timeout`: the command was sent and did not end in time.
 * - `ssh-lost`: the connection ended in the middle.
 */
export type SshCode = "ssh-unreachable" | "ssh-refused" | "ssh-host-key" | "ssh-timeout" | "ssh-lost";

const nextSteps: Record<SshCode, string> = {
  "ssh-unreachable": "check that the host is up and that this machine may reach its SSH port, then look again",
  "ssh-refused": "try `ssh` by hand: it says which key or ticket it offers (kinit, ssh-add)",
  "ssh-host-key": "compare the fingerprint with the one in the server's console log before it is taken as known",
  "ssh-timeout": "look on the host whether it still runs, then look again",
  "ssh-lost": "look on the host what became of it; it may go on without the connection",
};

/** An error of reason `system` that an operator understands. */
export function sshError(code: SshCode, what: string, why: string, cause?: unknown, next = nextSteps[code]): OpsError {
  return new OpsError({ code, reason: "system", what, why: printable(why), next, cause });
}

const unsent: readonly string[] = ["ssh-unreachable", "ssh-refused", "ssh-host-key", "ssh-command", "unknown-host"];

function isUnsent(error: unknown): error is OpsError {
  return error instanceof OpsError && unsent.includes(error.code);
}

/** Whether there was no connection to send anything over. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof OpsError && error.code === "ssh-unreachable";
}

/** Whether it is one that says nothing good of the connection. */
export function isOfConnection(error: unknown): boolean {
  return error instanceof OpsError && ["ssh-timeout", "ssh-lost", "ssh-unreachable"].includes(error.code);
}

/**
 * The same error for who holds a permit: nothing was sent, so the effect did not happen. Without a permit it stays as it
 * is: a look that fails says nothing about the effect that it looks after.
 */
export function forEffect(error: unknown, permit: Permit | undefined): unknown {
  return permit && isUnsent(error) ? notDone(error) : error;
}

/** Whether nobody was let in. */
export function isRefused(error: unknown): boolean {
  return error instanceof OpsError && error.code === "ssh-refused";
}
