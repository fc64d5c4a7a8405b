import type { ConditionState } from "../../model/resource.ts";
import type { Look } from "./conditions.ts";
import type { ServerLook } from "./servers.ts";
import type { Session } from "./session.ts";

/** What can be asked of the operator's own access. */
export const sessionConditions: Readonly<Record<string, Look>> = {
  /** Of the pinned project, with which roles, until when. Any other project is refused before. */
  access: async (_parameters, { cloud }: ServerLook): Promise<ConditionState> => {
    const session = await cloud.session();
    return { holds: "yes", detail: accessText(session), value: new Date(session.expiresAt).toISOString() };
  },
};

function accessText({ user, projectName, projectId, roles, expiresAt }: Session): string {
  const project = projectName === "" ? projectId : `${projectName} (${projectId})`;
  const until = new Date(expiresAt).toISOString().slice(0, 16).replace("T", " ");
  return `${user} in project ${project}; roles ${roles.join(", ") || "not told"}; token until ${until} UTC`;
}
