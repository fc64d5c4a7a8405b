import { OpsError } from "../model/error.ts";
import { textsIn } from "../model/json.ts";
import type { ConditionState } from "../model/resource.ts";
import { hasSources } from "../runbook.ts";
import type { Session } from "./session.ts";

/** `1.11.0`, `1.11.0-2.0.1.ubuntu`: what may stand in a tag and in the name of a branch. */
export const mesosVersionPattern = /^\d+\.\d+\.\d+(?:[-.+~][A-Za-z0-9][A-Za-z0-9.+~-]*)?$/;

/** Which versions there are, for one who typed none. */
export async function noVersion(call: string, session: Session): Promise<OpsError> {
  const versions = await offered(session);
  session.rememberVersions(versions);
  const [newest = "1.11.0"] = versions;
  return new OpsError({
    code: "wrong-argument",
    reason: "usage",
    what: `${call} takes the Mesos version`,
    why:
      versions.length > 0
        ? `there are ${versions.join(", ")}`
        : "the environment does not say where to look which there are",
    next: `${call}(${JSON.stringify(newest)})`,
  });
}

async function offered(session: Session): Promise<readonly string[]> {
  const { environment } = session.parts;
  const candidates = hasSources(environment) ? environment.sources.bump.candidates : undefined;
  if (!candidates) return [];
  const programs = (await session.systems()).byName.get("programs");
  const parameters = { argv: candidates.argv, package: candidates.package, version: "" };
  const condition = { system: "programs", name: "version-offered", stack: "", parameters, what: "", withinSeconds: 0 };
  const { value, detail, next = "look again" }: ConditionState = (await programs?.holds(condition)) ?? unknown;
  if (value !== undefined) return textsIn(value);
  throw new OpsError({
    code: "no-candidates",
    reason: "system",
    what: "Which versions there are is not known",
    why: detail,
    next,
  });
}

const unknown: ConditionState = { holds: "unknown", detail: "nothing here lists them" };
