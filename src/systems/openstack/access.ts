import type { OpenStackEnvironment } from "../../model/environment.ts";
import { OpsError } from "../../model/error.ts";
import type { CheckRow } from "../../model/status.ts";
import type { Clock } from "../../model/world.ts";
import type { Cloud } from "./cloud.ts";
import type { Service, Session } from "./session.ts";

interface Access {
  readonly environment: OpenStackEnvironment;
  readonly cloud: Cloud;
  readonly clock: Pick<Clock, "now">;
}

/** Who the operator is to OpenStack, for how long, and whether the services answer. Never throws for a failed row. */
export async function checkAccess(access: Access): Promise<readonly CheckRow[]> {
  const session = await access.cloud.session().catch(failureOf);
  if (session instanceof OpsError) return [failed("OpenStack credentials", session)];
  const services = endpointRows.map((row) => serviceRow(row, access.cloud));
  return [...identityRows(session, access), ...(await Promise.all(services))];
}

function identityRows(session: Session, { environment, clock }: Access): readonly CheckRow[] {
  const { project } = environment.openstack;
  const evidence = `${project.name}, ${session.projectId}`;
  return [
    passed("OpenStack credentials", `${session.user}, by ${session.from}`),
    lifeRow(session, clock),
    passed("OpenStack project is the pinned one", evidence),
    rolesRow(session),
  ];
}

/** A rebuild can take an hour; a token is renewed by itself where a secret is at hand. */
function lifeRow({ expiresAt }: Session, clock: Pick<Clock, "now">): CheckRow {
  const minutes = Math.floor((expiresAt - clock.now()) / 60_000);
  const until = new Date(expiresAt).toISOString().slice(0, 16).replace("T", " ");
  return passed("OpenStack token lives", `${minutes} min, until ${until} UTC; then it is renewed`);
}

/** With the policies of many clouds any role may do everything in its project (sheet, section 9, point 10). */
function rolesRow({ roles }: Session): CheckRow {
  const what = "OpenStack roles";
  if (roles.length === 0) return { what, result: "unknown", evidence: "the gateway does not tell them", next: "" };
  if (roles.some((role) => ["member", "_member_", "admin", "manager"].includes(role.toLowerCase())))
    return passed(what, roles.join(", "));
  const next = "ask for the role of a member in the project (e-group alice-vm-admin)";
  return { what, result: "unknown", evidence: `only ${roles.join(", ")}: changes may be refused`, next };
}

interface EndpointRow {
  readonly service: Service;
  readonly what: string;
  readonly path: string;
}

const endpointRows: readonly EndpointRow[] = [
  { service: "compute", what: "Nova answers", path: "/servers?limit=1" },
  { service: "volume", what: "Cinder answers", path: "/volumes?limit=1" },
  { service: "image", what: "Glance answers", path: "/images?limit=1" },
];

async function serviceRow({ service, what, path }: EndpointRow, cloud: Cloud): Promise<CheckRow> {
  const failure = await cloud.get(service, path).then(() => undefined, failureOf);
  if (failure) return failed(what, failure);
  return passed(what, (await cloud.session()).endpoints[service] ?? "");
}

function failureOf(error: unknown): OpsError {
  if (error instanceof OpsError) return error;
  throw error;
}

function passed(what: string, evidence: string): CheckRow {
  return { what, result: "pass", evidence, next: "" };
}

function failed(what: string, { what: problem, why, next }: OpsError): CheckRow {
  return { what, result: "fail", evidence: `${problem}: ${why}`, next };
}
