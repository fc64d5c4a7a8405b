import { readdirSync } from "node:fs";
import { OpsError } from "../model/error.ts";
import type { Guard } from "../model/guard.ts";

/** Every guard of `src/guards/`. One that cannot be loaded stops everything: a missing guard would allow. */
export async function loadGuards(): Promise<readonly Guard[]> {
  const folder = new URL("../guards/", import.meta.url);
  const files = readdirSync(folder).filter((file) => file.endsWith(".ts"));
  return Promise.all(files.sort().map((file) => loadGuard(new URL(file, folder))));
}

async function loadGuard(file: URL): Promise<Guard> {
  const module: { default?: unknown } = await import(file.href);
  if (isGuard(module.default)) return module.default;
  throw new OpsError({
    code: "broken-guard",
    reason: "internal",
    what: `${file.pathname} holds no guard`,
    why: "its default export needs a name, a title, a because and judge",
    next: "correct the file; nothing is changed without every guard",
  });
}

function isGuard(value: unknown): value is Guard {
  return typeof value === "object" && value !== null && "name" in value && "because" in value && "judge" in value;
}
