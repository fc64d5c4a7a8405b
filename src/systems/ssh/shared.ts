import { existsSync } from "node:fs";
import type { OpsError } from "../../model/error.ts";
import type { Connection, Heard, Limits } from "./connection.ts";
import type { Destination } from "./destination.ts";
import { sshError } from "./error.ts";
import { runSsh, runSshInTerminal, runSshNow, streamSsh } from "./program.ts";

/** Lends the terminal to some work, which asks a person there. */
export type LendTerminal = <T>(work: () => Promise<T>) => Promise<T>;

export interface SharedOptions {
  readonly limits: Limits;
  /** Where the shared connection is found; ssh makes a socket there. */
  readonly controlPath: string;
  /** Absent: the one that ssh reads by itself. */
  readonly configFile?: string;
  readonly knownHostsFiles: readonly string[];
  /** Absent: nobody can be asked for a password. */
  readonly lendTerminal?: LendTerminal;
}

/**
 * Connects by the system's ssh, which then shares the connection among all commands. Rejects with `ssh-unreachable`,
 * `ssh-refused` or `ssh-host-key`: nothing was sent.
 */
export async function connectShared(to: Destination, options: SharedOptions): Promise<Connection> {
  const { exitCode, log } = await runSsh([...masterArgs(to, options), "-o", "BatchMode=yes", "--", to.name, "true"]);
  if (exitCode === 127)
    throw sshError("ssh-unreachable", notReached(to), "this machine has no ssh", undefined, noSshNext(to));
  if (exitCode === 255) await handOver(troubleOf(log, to), to, options);
  if (!existsSync(options.controlPath)) throw sshError("ssh-unreachable", notReached(to), "the connection is not kept");
  return connectionOf(to, options);
}

/** The one login at which a person is asked: for a password, a one-time code or a key's passphrase. */
async function handOver(trouble: OpsError, to: Destination, options: SharedOptions): Promise<void> {
  const { lendTerminal } = options;
  if (trouble.code !== "ssh-refused" || !lendTerminal) throw trouble;
  const exitCode = await lendTerminal(() =>
    runSshInTerminal(["-o", "LogLevel=INFO", ...masterArgs(to, options), "--", to.name, "true"]),
  );
  if (exitCode === 255) throw trouble;
}

function masterArgs(
  to: Destination,
  { limits, controlPath, configFile, knownHostsFiles }: SharedOptions,
): readonly string[] {
  const { settings } = to;
  return [
    ...(configFile === undefined ? [] : ["-F", configFile]),
    ...["-T", "-l", to.user, "-p", String(to.port)],
    ...(settings.identityFiles ?? []).flatMap((file) => ["-i", file]),
    ...(settings.jumps ? ["-J", settings.jumps.join(",")] : []),
    ...asOptions({
      HostName: to.hostName,
      LogLevel: "VERBOSE",
      ControlMaster: "yes",
      ControlPath: controlPath,
      // Longer than the console keeps it: what is left when the console was killed.
      ControlPersist: Math.ceil((2 * limits.idleCloseMs) / 1000),
      ConnectTimeout: Math.ceil(limits.connectWithinMs / 1000),
      ServerAliveInterval: Math.ceil(limits.keepAliveMs / 1000),
      ServerAliveCountMax: 3,
      StrictHostKeyChecking: "yes",
      UpdateHostKeys: "no",
      // The system's own file is among those below, where it is to be heard at all.
      GlobalKnownHostsFile: "/dev/null",
      UserKnownHostsFile: knownHostsFiles.map((file) => `"${file}"`).join(" "),
      ForwardAgent: "no",
      ForwardX11: "no",
      ClearAllForwardings: "yes",
      PermitLocalCommand: "no",
      RemoteCommand: "none",
      RequestTTY: "no",
    }),
  ];
}

/** Over the shared connection or not at all: without it ssh would log in anew, as somebody else perhaps. */
function clientArgs(controlPath: string): readonly string[] {
  const only = { ControlPath: controlPath, ControlMaster: "no", ProxyCommand: "false", BatchMode: "yes" };
  return ["-F", "none", "-T", ...asOptions({ ...only, LogLevel: "VERBOSE" })];
}

function asOptions(of: Readonly<Record<string, string | number>>): readonly string[] {
  return Object.entries(of).flatMap(([name, value]) => ["-o", `${name}=${value}`]);
}

function connectionOf(to: Destination, { controlPath }: SharedOptions): Connection {
  const args = clientArgs(controlPath);
  return {
    isOpen: () => existsSync(controlPath),
    execute: async (text, heard, signal) => {
      const given = [...args, "--", to.name, text];
      return await execute({ to, args: given, heard, signal });
    },
    open: async ({ host, port }) =>
      streamSsh([...args, "-W", host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`, "--", to.name]),
    close: () => {
      if (existsSync(controlPath)) runSshNow([...args, "-O", "exit", "--", to.name]);
    },
  };
}

interface Execution {
  readonly to: Destination;
  readonly args: readonly string[];
  readonly heard: Heard;
  readonly signal: AbortSignal;
}

/** 255 is ssh's own as well as any command's: without ssh's word that there was no connection it is a doubt. */
async function execute({ to, args, heard, signal }: Execution): Promise<number | null> {
  signal.throwIfAborted();
  const { exitCode, log } = await runSsh(args, heard, signal);
  if (exitCode !== 255 && exitCode !== null) return exitCode;
  // Once the shared connection had the command, its end says nothing of the command's.
  const mayHaveBegun = /read from master failed/.test(log);
  if (!mayHaveBegun && /Connection closed by UNKNOWN port|session open refused by peer|open failed/.test(log)) {
    throw sshError("ssh-unreachable", notReached(to), "the shared connection is gone");
  }
  const why = exitCode === null ? "ssh was ended by a signal" : "ssh ended with exit status 255";
  throw sshError("ssh-lost", `${to.name}: the connection was lost, or the command ended with 255`, why);
}

function noSshNext({ settings }: Destination): string {
  return `install OpenSSH's client: ${settings.needsSystem ?? "the login"} needs it`;
}

/** From ssh's own log, in which nothing stands that a host could write there. */
function troubleOf(log: string, to: Destination): OpsError {
  const why = lastLine(log);
  if (/Host key verification failed|No .* host key is known/.test(log)) {
    return sshError("ssh-host-key", `the key of ${to.name} is not known, or another one than before`, why);
  }
  if (/Permission denied|Too many authentication failures|No more authentication methods/.test(log)) {
    return sshError("ssh-refused", `${to.name} refuses to let ${to.user} in`, why);
  }
  return sshError("ssh-unreachable", notReached(to), why);
}

function lastLine(log: string): string {
  return log.trim().split("\n").at(-1) ?? "ssh ended with exit status 255";
}

function notReached({ name }: Destination): string {
  return `${name} is not reached by SSH`;
}
