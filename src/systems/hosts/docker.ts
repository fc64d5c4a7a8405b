import { OpsError } from "../../model/error.ts";
import type { CommandResult } from "../../model/host-commands.ts";
import type { Json } from "../../model/json.ts";
import { quoted } from "../../model/printable.ts";
import { askTogether, complaintOf, type Looks } from "./look.ts";

/** One container as `docker ps --all` lists it. */
export interface Container {
  /** Whole names, without those of links. */
  readonly names: readonly string[];
  /** `running`, `restarting`, `paused`, `created`, `exited`, `dead`, `removing`. */
  readonly state: string;
  /** `Up 3 days`; as docker says it. */
  readonly status: string;
}

/** Either what is there, or why docker cannot say. */
export type Containers =
  | { readonly isThere: true; readonly list: readonly Container[] }
  | { readonly isThere: false; readonly why: string };

const argv = ["docker", "ps", "--all", "--no-trunc", "--format", "{{json .}}"] as const;

/** @throws OpsError of reason `system` when the host does not answer, or not in docker's words. */
export async function containersOn(full: string, looks: Looks): Promise<Containers> {
  const result = await askTogether(full, argv, looks);
  if (result.exitCode !== 0) return { isThere: false, why: complaintOf(result) };
  return { isThere: true, list: linesOf(result, full).map((line) => containerOf(line, full)) };
}

function linesOf({ stdout, isTruncated }: CommandResult, full: string): readonly string[] {
  if (isTruncated) throw notUnderstood(full, "the list is too long");
  return stdout.split("\n").filter((line) => line.trim() !== "");
}

function containerOf(line: string, full: string): Container {
  const { Names, State, Status } = fieldsOf(line, full);
  if (typeof Names !== "string" || typeof Status !== "string") throw notUnderstood(full, quoted(line));
  const names = Names.split(",").filter((name) => name !== "" && !name.includes("/"));
  return { names, state: typeof State === "string" ? State : stateIn(Status), status: quoted(Status) };
}

function fieldsOf(line: string, full: string): Readonly<Record<string, Json>> {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === "object" && value !== null) return value as Readonly<Record<string, Json>>;
  } catch {
    // Told below, with the line itself.
  }
  throw notUnderstood(full, quoted(line));
}

/** Docker before 20.10 lists no `State`; `Status` says it in words. Source: docker's `container/stream/state.go`. */
function stateIn(status: string): string {
  if (/^Up\b/.test(status)) return /\(Paused\)$/.test(status) ? "paused" : "running";
  return /^(\w+)/.exec(status)?.[1]?.toLowerCase() ?? "unknown";
}

function notUnderstood(full: string, why: string): OpsError {
  return new OpsError({
    code: "docker-not-understood",
    reason: "system",
    what: `docker ps on ${full} is not understood`,
    why,
    next: `run docker ps --all on ${full} by hand`,
  });
}
