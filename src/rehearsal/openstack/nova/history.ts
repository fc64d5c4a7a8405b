import type { Context } from "hono";
import type { Fields } from "../../../model/json.ts";
import type { InstanceAction } from "../../site/server.ts";
import { fault } from "../errors.ts";
import { type App, type Frame, microseconds, type Seek } from "../frame.ts";

/** `/servers/{id}/os-instance-actions`: who did what, newest first. */
export function historyRoutes(app: App, seek: Seek): void {
  const path = "/v2.1/servers/:id/os-instance-actions";
  app.get(path, (context) => {
    const { id, actions } = seek(context);
    return context.json({ instanceActions: actions.map((action) => actionJson(context, id, action)) });
  });
  app.get(`${path}/:request`, (context) => {
    const { id, actions } = seek(context);
    const requestId = context.req.param("request");
    const action = actions.find((each) => each.requestId === requestId);
    if (!action) throw fault(404, `Action ${requestId} not found`);
    return context.json({ instanceAction: { ...actionJson(context, id, action), events: [eventJson(action)] } });
  });
}

function actionJson(context: Context<Frame>, id: string, action: InstanceAction): Fields {
  return {
    action: action.action,
    instance_uuid: id,
    request_id: action.requestId,
    user_id: context.get("token").user.id,
    project_id: context.get("project").id,
    start_time: microseconds(action.startedAt),
    message: action.hasFailed ? "Error" : null,
    updated_at: microseconds(action.updatedAt),
  };
}

function eventJson({ action, startedAt, updatedAt, hasFailed }: InstanceAction): Fields {
  return {
    event: `compute_${action}_instance`,
    start_time: microseconds(startedAt),
    finish_time: microseconds(updatedAt),
    result: hasFailed ? "Error" : "Success",
    hostId: "",
  };
}
