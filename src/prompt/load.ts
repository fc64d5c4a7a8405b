import { readdirSync, readFileSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { closest } from "../model/closest.ts";
import type { Environment } from "../model/environment.ts";
import { OpsError } from "../model/error.ts";
import { isRecipe, type Recipe } from "../recipe.ts";
import { isRunbook, type Runbook } from "../runbook.ts";
import { bangCallsIn } from "./bang.ts";
import { oncePerText } from "./once.ts";

/** What a folder holds, by the names one types, and the files that could not be loaded. */
export interface Loaded<T> {
  readonly items: ReadonlyMap<string, T>;
  /** One for each broken file; it names the file and, where it is known, the line. */
  readonly failures: readonly OpsError[];
}

/**
 * An environment by its name in `environments/`, or by its file's path.
 * @throws OpsError `unknown-environment` with the nearest names; `broken-file`
 */
export async function loadEnvironment(name: string, root: string): Promise<Environment> {
  const file = environmentFile(name, root);
  const { default: environment } = await loadModule(file, root);
  if (isEnvironment(environment)) return environment;
  throw broken(
    relative(root, file),
    "its default export is no environment: it needs name, title, protects, policies, and aws with stacks or openstack with masters and agents",
  );
}

/** The names of the environments there are. */
function environmentNames(root: string): readonly string[] {
  return filesIn(join(root, "environments")).map((file) => basename(file, ".ts"));
}

/** All environments; a broken one is among the failures and the others still load. */
export async function loadEnvironments(root: string): Promise<Loaded<Environment>> {
  return loadEach(environmentNames(root), async (name) => [[name, await loadEnvironment(name, root)]]);
}

/** All recipes by the names that they are exported under. */
export function loadRecipes(root: string): Promise<Loaded<Recipe>> {
  return loadExported(filesIn(join(root, "recipes")), isRecipe, root);
}

/**
 * All runbooks, likewise.
 * @param declaredBy only those of files that name this word: an environment has use for one of the two kinds, and each
 * file with its parts is there before the prompt is
 */
export function loadRunbooks(root: string, declaredBy?: "runbook" | "campaign"): Promise<Loaded<Runbook>> {
  const files = filesIn(join(root, "runbooks"));
  const isDeclaring = (file: string) => readFileSync(file, "utf8").includes(`${declaredBy}(`);
  return loadExported(declaredBy ? files.filter(isDeclaring) : files, isRunbook, root);
}

function loadExported<T>(
  files: readonly string[],
  is: (value: unknown) => value is T,
  root: string,
): Promise<Loaded<T>> {
  return loadEach(files, async (file) => {
    const exported = Object.entries(await loadModule(file, root));
    return exported.flatMap(([name, value]) => (is(value) ? [[name, value] as const] : []));
  });
}

type Entries<T> = readonly (readonly [string, T])[];

async function loadEach<T>(sources: readonly string[], load: (source: string) => Promise<Entries<T>>) {
  const results = await Promise.allSettled(sources.map(load));
  const items = new Map(results.flatMap((result) => (result.status === "fulfilled" ? result.value : [])));
  const failures = results.flatMap((result) => (result.status === "rejected" ? [failure(result.reason)] : []));
  return { items, failures };
}

function failure(reason: unknown): OpsError {
  return reason instanceof OpsError ? reason : broken("a file", String(reason));
}

function environmentFile(name: string, root: string): string {
  if (name.endsWith(".ts")) return resolve(name);
  const names = environmentNames(root);
  if (names.includes(name)) return join(root, "environments", `${name}.ts`);
  const near = closest(name, names);
  throw new OpsError({
    code: "unknown-environment",
    reason: "usage",
    what: `there is no environment ${JSON.stringify(name)}`,
    why: near.length > 0 ? `the nearest: ${near.join(", ")}` : `there are: ${names.join(", ")}`,
    next: `./console ${near[0] ?? "ENV"}`,
  });
}

function filesIn(folder: string): readonly string[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(".ts"));
  return files.sort().map((file) => join(folder, file));
}

async function loadModule(file: string, root: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    refuseBangs(file, root);
    return await import(pathToFileURL(file).href);
  } catch (error) {
    throw error instanceof OpsError ? error : notLoaded(error, relative(root, file));
  }
}

/** In a file the stripping would erase the bang, and the call would silently only look. */
function refuseBangs(file: string, root: string): void {
  const text = readFileSync(file, "utf8");
  oncePerText("no-bangs", text, () => {
    const [first] = bangCallsIn(text);
    if (first) throw broken(`${relative(root, file)}:${first.line}`, "a bang call works at the prompt only");
  });
}

function notLoaded(error: unknown, file: string): OpsError {
  const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
  const line = stack.split(`${basename(file)}:`)[1]?.match(/^\d+/)?.[0];
  return broken(line ? `${file}:${line}` : file, message, error);
}

function broken(where: string, why: string, cause?: unknown): OpsError {
  const what = `${where} cannot be loaded`;
  return new OpsError({ code: "broken-file", reason: "usage", what, why, next: "correct the file", cause });
}

function isEnvironment(value: unknown): value is Environment {
  const has = (name: string) => typeof value === "object" && value !== null && name in value;
  const isOfPlace = ["aws", "stacks"].every(has) || ["openstack", "masters", "agents"].every(has);
  return isOfPlace && ["name", "title", "protects", "policies"].every(has);
}
