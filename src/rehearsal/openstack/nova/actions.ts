import type { Fields, Json } from "../../../model/json.ts";
import type { Site } from "../../site/index.ts";
import type { SiteServer } from "../../site/server.ts";
import { fault } from "../errors.ts";
import { fieldsOf, textOf } from "../fields.ts";
import { invalid, metadataIn } from "./check.ts";
import type { Asked } from "./server-json.ts";
import { serverJson } from "./server-json.ts";

interface Done {
  /** Default 202 without a body. */
  readonly body?: Fields;
  readonly status?: 200 | 202;
}

type Action = (asked: Asked, server: SiteServer, wanted: Json) => Done | undefined;

const rebootTypes = ["HARD", "Hard", "hard", "SOFT", "Soft", "soft"];

/** `POST /servers/{id}/action`, by the name in the body. */
const actions: Readonly<Record<string, Action>> = {
  reboot: ({ site }, { id }, wanted) => {
    const { type } = fieldsOf(wanted);
    if (type === undefined) throw invalid("reboot", wanted, "'type' is a required property");
    if (typeof type !== "string" || !rebootTypes.includes(type)) {
      const choice = rebootTypes.map((each) => `'${each}'`).join(", ");
      throw invalid("type", type, `'${type}' is not one of [${choice}]`);
    }
    site.servers.reboot(id, type.toUpperCase() === "HARD");
    return undefined;
  },
  rebuild: (asked, server, wanted) => {
    rebuild(asked.site, server, fieldsOf(wanted));
    const extra = { adminPass: "rehearsal", ...(asked.minor >= 57 ? { user_data: null } : {}) };
    return { status: 202, body: { server: { ...serverJson(asked, server), ...extra } } };
  },
  "os-start": ({ site }, { id }) => {
    site.servers.start(id);
    return undefined;
  },
  "os-stop": ({ site }, { id }) => {
    site.servers.stop(id);
    return undefined;
  },
  lock: ({ site, minor }, { id }, wanted) => {
    const reason = minor >= 73 ? textOf(fieldsOf(wanted).locked_reason) : undefined;
    site.servers.setLock(id, reason === undefined ? {} : { reason });
    return undefined;
  },
  unlock: ({ site }, { id }) => {
    site.servers.setLock(id, undefined);
    return undefined;
  },
  forceDelete: ({ site }, { id }) => {
    site.servers.remove(id);
    return undefined;
  },
  "os-getConsoleOutput": (_asked, { consoleLog }, wanted) => {
    const { length } = fieldsOf(wanted);
    const lines = length === undefined || length === null ? consoleLog : consoleLog.slice(-Number(length));
    return { status: 200, body: { output: lines.join("\n") } };
  },
  "os-resetState": refused("os-admin-actions:reset_state"),
  evacuate: refused("os-evacuate"),
};

/** Those of administrators. */
function refused(rule: string): Action {
  return () => {
    throw fault(403, `Policy doesn't allow os_compute_api:${rule} to be performed.`);
  };
}

/** Whether a body of `/action` changes nothing. */
export function isReading(action: string): boolean {
  return action === "os-getConsoleOutput";
}

/** @throws ServiceError 400, 403; Refused */
export function act(asked: Asked, server: SiteServer, body: Json | undefined): Required<Pick<Done, "status">> & Done {
  const names = Object.keys(fieldsOf(body));
  const [name] = names;
  if (name === undefined || names.length > 1) throw fault(400, "Malformed request body");
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (!action) throw fault(400, `There is no such action: ${name}`);
  return { status: 202, ...action(asked, server, fieldsOf(body)[name] ?? null) };
}

/** Metadata that is given becomes the whole metadata. */
function rebuild(site: Site, server: SiteServer, wanted: Fields): void {
  const imageId = textOf(wanted.imageRef)?.split("/").at(-1);
  if (imageId === undefined) throw invalid("rebuild", wanted, "'imageRef' is a required property");
  if (!server.lock && !site.catalogue.images.some(({ id }) => id === imageId)) {
    throw fault(400, "Cannot find image for rebuild");
  }
  const metadata = wanted.metadata === undefined ? undefined : metadataIn(fieldsOf(wanted.metadata));
  site.servers.rebuild(server.id, imageId);
  server.name = textOf(wanted.name) ?? server.name;
  if (!metadata) return;
  server.metadata.clear();
  for (const [name, value] of Object.entries(metadata)) server.metadata.set(name, value);
}
