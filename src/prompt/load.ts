import { existsSync, readdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { closest } from "../model/closest.ts";
import type { Environment } from "../model/environment.ts";
import { OpsError } from "../model/error.ts";
import { isRecipe, type Recipe } from "../recipe.ts";
import { whereInFile } from "./where-in-file.ts";

/** Files that could not be loaded, each with its reason; the others are loaded all the same. */
export interface Loaded<T> {
  readonly items: ReadonlyMap<string, T>;
  readonly failures: readonly OpsError[];
}

/** Names of the environments: the files of `environments/`. */
export function environmentNames(root: string): readonly string[] {
  return typeScriptFiles(join(root, "environments")).map((file) => basename(file, ".ts"));
}

/** The environment of that name, or of that file when a path is given. */
export async function loadEnvironment(nameOrPath: string, root: string): Promise<Environment> {
  const file = environmentFile(nameOrPath, root);
  const module = await importFile(file);
  const environment = module.default;
  if (isEnvironment(environment)) return environment;
  throw broken(
    file,
    "its default export is no environment: it needs name, title, aws, hosts, stacks, protects and policies",
  );
}

function environmentFile(nameOrPath: string, root: string): string {
  const isPath = nameOrPath.endsWith(".ts");
  const file = isPath ? resolve(nameOrPath) : join(root, "environments", `${nameOrPath}.ts`);
  if ((isPath || /^[\w-]+$/.test(nameOrPath)) && existsSync(file)) return file;
  const names = environmentNames(root);
  const near = closest(nameOrPath, names);
  throw new OpsError({
    code: "unknown-environment",
    reason: "usage",
    what: `There is no environment ${JSON.stringify(nameOrPath)}`,
    why: near.length > 0 ? `the nearest: ${near.join(", ")}` : `there are: ${names.join(", ")}`,
    next: `./console ${near[0] ?? names[0] ?? "ENV"}`,
  });
}

function isEnvironment(value: unknown): value is Environment {
  const fields = ["name", "title", "aws", "hosts", "stacks", "protects", "policies"];
  return typeof value === "object" && value !== null && fields.every((field) => field in value);
}

/** Recipes by the names that they are exported under, from every file of `recipes/`. */
export async function loadRecipes(root: string): Promise<Loaded<Recipe>> {
  const items = new Map<string, Recipe>();
  const failures: OpsError[] = [];
  for (const file of typeScriptFiles(join(root, "recipes"))) {
    try {
      for (const [name, value] of Object.entries(await importFile(file))) if (isRecipe(value)) items.set(name, value);
    } catch (error) {
      failures.push(error instanceof OpsError ? error : broken(file, String(error)));
    }
  }
  return { items, failures };
}

function typeScriptFiles(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith(".ts"));
  return files.sort().map((file) => join(folder, file));
}

async function importFile(file: string): Promise<Record<string, unknown>> {
  await refuseBangs(file);
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    throw broken(file, error instanceof Error ? error.message : String(error), whereInFile(error, file));
  }
}

/** In a file the erased `!` would silently mean "plan only". */
async function refuseBangs(file: string): Promise<void> {
  const [{ readFileSync }, { bangCallsIn }] = await Promise.all([import("node:fs"), import("./bang.ts")]);
  const [call] = bangCallsIn(readFileSync(file, "utf8"));
  if (call) throw broken(file, "a bang call in a file would only plan; call .now(...) or take the bang out", call.line);
}

function broken(file: string, why: string, line?: number): OpsError {
  return new OpsError({
    code: "broken-file",
    reason: "usage",
    what: `${file}${line === undefined ? "" : `:${line}`} cannot be loaded`,
    why,
    next: "correct the file and start again; the other files are loaded",
  });
}
