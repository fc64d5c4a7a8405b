import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { type Fields, isFields, type Json } from "../../model/json.ts";
import { at } from "../../model/json-at.ts";
import type { Settings } from "./credentials.ts";
import { cloudError } from "./error.ts";

/** The operator's shell and the folders in which the ecosystem looks: the working one, the user's, the machine's. */
export function operatorsSettings(): Settings {
  const { env } = process;
  const own = env.XDG_CONFIG_HOME || join(homedir(), ".config");
  return { env, folders: [process.cwd(), join(own, "openstack"), "/etc/openstack"] };
}

export interface NamedCloud {
  readonly cloud: Json;
  /** Where it stands. */
  readonly file: string;
}

/** The entry of the first `clouds.yaml` that there is, with that of `secure.yaml` laid over it. */
export function cloudNamed(name: string, settings: Settings): NamedCloud | undefined {
  const { env } = settings;
  const file = firstFile(env.OS_CLIENT_CONFIG_FILE, "clouds", settings);
  const cloud = file === undefined ? undefined : at(read(file), "clouds", name);
  if (file === undefined || cloud === undefined) return undefined;
  const secure = firstFile(env.OS_CLIENT_SECURE_FILE, "secure", settings);
  const secret = secure === undefined ? undefined : at(read(secure), "clouds", name);
  return { cloud: merged(cloud, secret), file };
}

/** One that the shell names is the only one that counts. */
function firstFile(named: string | undefined, name: "clouds" | "secure", { folders }: Settings): string | undefined {
  if (named) return existsSync(named) ? named : undefined;
  const candidates = folders.flatMap((folder) => ["yaml", "yml", "json"].map((end) => join(folder, `${name}.${end}`)));
  return candidates.find((candidate) => existsSync(candidate));
}

/** JSON is YAML too. What the parser says may quote a secret, so it is not shown. */
function read(file: string): Json {
  try {
    return parse(readFileSync(file, "utf8"));
  } catch {
    throw cloudError("cloud-credentials", `${file} cannot be read`, "it is no YAML, or not readable for you");
  }
}

function merged(under: Json, over: Json | undefined): Json {
  if (over === undefined) return under;
  if (!isFields(under) || !isFields(over)) return over;
  const both: Fields = over;
  return {
    ...under,
    ...Object.fromEntries(Object.entries(both).map(([key, value]) => [key, merged(under[key] ?? null, value)])),
  };
}
