import type { Unit } from "../machine.ts";

/** What a machine's first boot makes of its user data. */
export interface Boot {
  readonly units: readonly Unit[];
  /** Ids of the EBS volumes that some unit waits for. */
  readonly volumes: readonly string[];
}

interface UnitFile {
  readonly name: string;
  readonly contents: string;
  readonly enabled: boolean;
}

/** `docker run` options that take their value as the next argument. */
const valued = new Set(
  [
    "-e",
    "-v",
    "-p",
    "-h",
    "-u",
    "-w",
    "-l",
    "-m",
    "--name",
    "--env",
    "--env-file",
    "--volume",
    "--net",
    "--network",
  ].concat(
    ["--pid", "--hostname", "--user", "--mount", "--label", "--entrypoint", "--log-driver", "--log-opt", "--memory"],
    ["--cpus", "--ulimit", "--restart", "--add-host", "--device", "--cap-add", "--security-opt", "--workdir", "--ipc"],
  ),
);

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function unitFilesOf(ignition: unknown): readonly UnitFile[] {
  const systemd = isRecord(ignition) ? ignition.systemd : undefined;
  const units = isRecord(systemd) ? systemd.units : undefined;
  return (Array.isArray(units) ? units : []).filter(isRecord).map((unit) => ({
    name: String(unit.name ?? ""),
    contents: String(unit.contents ?? ""),
    enabled: unit.enabled === true && unit.mask !== true,
  }));
}

/** A command line as systemd splits it: quotes kept together, `%%` undone. */
function argumentsOf(line: string): readonly string[] {
  const parts = line.match(/(?:"(?:\\.|[^"\\])*"|'[^']*'|[^\s"'])+/g) ?? [];
  return parts.map((part) => part.replace(/"((?:\\.|[^"\\])*)"|'([^']*)'/g, "$1$2").replaceAll("%%", "%"));
}

function runLineOf(contents: string): string | undefined {
  const lines = contents.replace(/\\\r?\n/g, " ").split("\n");
  return lines.find((line) => /^ExecStart=.*docker run /.test(line));
}

function isEnvironmentOption(option: string): boolean {
  return option === "-e" || option === "--env";
}

/** Reads `docker run [options] image:tag …`. */
function unitOf(file: UnitFile): Unit | undefined {
  const line = file.enabled ? runLineOf(file.contents) : undefined;
  if (line === undefined) return undefined;
  const words = argumentsOf(line.slice(line.indexOf("docker run ") + "docker run ".length));
  const environment: Record<string, string> = {};
  let position = 0;
  for (; words[position]?.startsWith("-"); position += 1) {
    const [option = "", inline] = splitOnce(words[position] ?? "");
    const value = valued.has(option) && inline === undefined ? words[++position] : inline;
    const [name, text] = isEnvironmentOption(option) ? splitOnce(value ?? "") : [];
    if (name) environment[name] = text ?? "";
  }
  return { name: file.name, image: words[position] ?? "", environment };
}

/** `NAME=value` at its first `=`. */
function splitOnce(text: string): [string, string | undefined] {
  const at = text.indexOf("=");
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function volumesOf(files: readonly UnitFile[]): readonly string[] {
  const texts = files.filter((file) => file.enabled).map((file) => file.contents.replaceAll("\\x2d", "-"));
  const found = texts.flatMap((text) => [...text.matchAll(/Amazon_Elastic_Block_Store_vol([0-9a-f]+)/g)]);
  return [...new Set(found.map((match) => `vol-${match[1]}`))];
}

/**
 * Boots Ignition user data (base64 of its JSON). `undefined`: Ignition fails and the machine stays in emergency mode.
 * A machine without user data boots, with no units.
 */
export function bootOf(userData: string | undefined): Boot | undefined {
  if (userData === undefined) return { units: [], volumes: [] };
  try {
    const ignition: unknown = JSON.parse(Buffer.from(userData, "base64").toString());
    if (!isRecord(ignition) || !isRecord(ignition.ignition)) return undefined;
    const files = unitFilesOf(ignition);
    return { units: files.flatMap((file) => unitOf(file) ?? []), volumes: volumesOf(files) };
  } catch {
    return undefined;
  }
}
