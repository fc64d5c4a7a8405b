import { OpsError, type OpsErrorInit } from "../model/error.ts";

/** The run stops here and a person is needed. */
export function parked(init: Omit<OpsErrorInit, "reason">): OpsError {
  return new OpsError({ ...init, reason: "parked" });
}
