import { readdir } from "node:fs/promises";
import { basename } from "node:path";
import type { Fault, Platform } from "./troubles.ts";

const folder = new URL("./faults/", import.meta.url);

function isFault(value: unknown): value is Fault {
  return typeof value === "object" && value !== null && "name" in value && "title" in value;
}

async function load(file: string): Promise<Fault> {
  const module: { default?: unknown } = await import(new URL(file, folder).href);
  if (isFault(module.default) && module.default.name === basename(file, ".ts")) return module.default;
  throw new Error(`src/rehearsal/faults/${file} must export a fault of the file's name as its default`);
}

/** Every fault of such a place, by name: whatever files stand in `faults/`. */
export async function knownFaults(where: Platform): Promise<readonly Fault[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".ts")).sort();
  const faults = await Promise.all(files.map(load));
  return faults.filter(({ platform = "aws" }) => platform === where);
}

/** Thrown for a name that is not the name of a fault. */
export class UnknownFault extends Error {
  override readonly name = "UnknownFault";
  readonly fault: string;
  readonly known: readonly string[];

  constructor(fault: string, known: readonly string[]) {
    super(`there is no fault ${fault}; there are ${known.join(", ")}`);
    this.fault = fault;
    this.known = known;
  }
}

/** @throws UnknownFault */
export function chooseFaults(names: readonly string[], known: readonly Fault[]): readonly Fault[] {
  return [...new Set(names)].map((name) => {
    const fault = known.find((candidate) => candidate.name === name);
    if (fault) return fault;
    throw new UnknownFault(
      name,
      known.map((candidate) => candidate.name),
    );
  });
}
