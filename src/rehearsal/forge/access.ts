import { randomBytes } from "node:crypto";
import type { ForgeAccess } from "../../model/world.ts";

/** The operator of a rehearsal, with tokens that nobody else's world takes. */
export function forgeAccess(): ForgeAccess {
  return {
    githubToken: token("github"),
    gocdToken: token("gocd"),
    airflow: { username: "operator", password: token("airflow") },
    author: { name: "Rehearsal Operator", email: "operator@rehearsal.example" },
  };
}

function token(service: string): string {
  return `rehearsal-${service}-${randomBytes(16).toString("hex")}`;
}
