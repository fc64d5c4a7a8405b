import { lookFor } from "../../model/condition-table.ts";
import { isSystemError, OpsError } from "../../model/error.ts";
import type { Condition, ConditionState } from "../../model/resource.ts";
import { type Parameters, parametersOf } from "./parameters.ts";
import { serverConditions } from "./server-conditions.ts";
import type { ServerLook } from "./servers.ts";
import { sessionConditions } from "./session-conditions.ts";
import { volumeConditions } from "./volume-conditions.ts";

/** One look at the cloud; throws when it cannot be known. */
export type Look = (parameters: Parameters, look: ServerLook) => Promise<ConditionState>;

const looks: Readonly<Record<string, Look>> = { ...serverConditions, ...volumeConditions, ...sessionConditions };

/** A look that fails is `unknown`. A refused identity is thrown: nothing is even read then. */
export async function holdsNow({ name, parameters }: Condition, look: ServerLook): Promise<ConditionState> {
  const ask = lookFor(looks, name, "OpenStack");
  try {
    return await ask(parametersOf(parameters, name), look);
  } catch (error) {
    if (isAnswer(error)) return { holds: "unknown", detail: `${error.what}: ${error.why}`, next: error.next };
    throw error;
  }
}

/** A cloud that could not be asked, or two servers of one name: neither yes nor no. */
function isAnswer(error: unknown): error is OpsError {
  return isSystemError(error) || (error instanceof OpsError && error.code === "ambiguous-host");
}
