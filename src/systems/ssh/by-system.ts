import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeFolder } from "../../model/folder.ts";
import type { Connection, Limits } from "./connection.ts";
import type { Destination } from "./destination.ts";
import { gate } from "./gate.ts";
import { connectShared, type LendTerminal } from "./shared.ts";

export interface BySystemOptions {
  /** The console's folder. */
  readonly home: string;
  /** The operator's `.ssh`, when it is not the one that ssh finds by itself. */
  readonly otherFolder?: string;
  readonly limits: Limits;
  readonly knownHostsFiles: (to: Destination) => readonly string[];
  readonly lendTerminal?: LendTerminal;
}

/** Makes connections by the system's ssh. */
export function systemDialer(options: BySystemOptions): (to: Destination) => Promise<Connection> {
  const handshakes = gate(options.limits.handshakesAtOnce);
  const terminal = gate(1);
  const { lendTerminal } = options;
  const lent: LendTerminal | undefined = lendTerminal && ((work) => terminal(() => lendTerminal(work)));
  const folder = controlFolder(options.home);
  return async (to) => {
    const shared = {
      // Never one that was there before: its commands would go to another host.
      limits: options.limits,
      controlPath: join(folder, randomBytes(6).toString("hex")),
      knownHostsFiles: options.knownHostsFiles(to),
      ...configIn(options.otherFolder),
      ...(lent && { lendTerminal: lent }),
    };
    return await handshakes(() => connectShared(to, shared));
  };
}

/** Longer paths than about a hundred characters are no name of a socket, and ssh adds some while it makes it. */
const longestFolder = 70;

function controlFolder(home: string): string {
  const own = join(home, "ssh");
  if (own.length > longestFolder) return temporaryFolder();
  makeFolder(own);
  return own;
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "mc-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function configIn(folder: string | undefined): { readonly configFile?: string } {
  if (folder === undefined) return {};
  const file = join(folder, "config");
  return { configFile: existsSync(file) ? file : "none" };
}
