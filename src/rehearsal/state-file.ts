import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder } from "../model/folder.ts";

/** What a running world tells those who look for it. */
export interface WorldState {
  readonly id: string;
  readonly pid: number;
  readonly port: number;
  readonly seed: number;
  readonly faults: readonly string[];
  /** ISO 8601, wall clock. */
  readonly startedAt: string;
}

function fileOf(home: string, environment: string): string {
  return join(home, "worlds", `${environment}.json`);
}

/** Where the worlds of an environment keep their repositories, each in a folder of its own. */
export function foldersOf(home: string, environment: string): string {
  return join(home, "worlds", `${environment}-git`);
}

/** Removes, meanwhile, what worlds left there that were killed. */
export function forgetFolders(folder: string): void {
  try {
    for (const left of readdirSync(folder))
      void rm(join(folder, left), { recursive: true, force: true }).catch(() => undefined);
  } catch {
    // No world has kept anything there yet.
  }
}

/** Writes it whole or not at all, for its owner only. */
export function writeWorld(home: string, environment: string, state: WorldState): void {
  const file = fileOf(home, environment);
  makeFolder(join(home, "worlds"));
  const draft = `${file}.${state.pid}`;
  writeFileSync(draft, `${JSON.stringify(state)}\n`, { mode: 0o600 });
  renameSync(draft, file);
}

/** Removes it, unless another world has written its own meanwhile. */
export function forgetWorld(home: string, environment: string, id: string): void {
  const file = fileOf(home, environment);
  try {
    const state: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (typeof state === "object" && state !== null && "id" in state && state.id === id) rmSync(file);
  } catch {
    // It is gone, or was never whole: then nobody finds this world by it either.
  }
}
