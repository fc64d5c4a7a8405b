import { fault, ServiceError } from "./errors.ts";
import type { App } from "./frame.ts";

export interface Versioned {
  /** As in the header: `compute`. */
  readonly name: string;
  readonly major: number;
  /** The lowest and the highest second number. */
  readonly least: number;
  readonly most: number;
  /** Nova's old header, which it still answers. */
  readonly oldHeader?: string;
}

/** Reads the header `OpenStack-API-Version: compute 2.79`; without it one gets the oldest behaviour. */
export function readMicroversion(app: App, service: Versioned): void {
  app.use(async (context, next) => {
    const asked = wanted(service, context.req.header("openstack-api-version"));
    const text = asked ?? (service.oldHeader && context.req.header(service.oldHeader.toLowerCase()));
    const minor = minorOf(service, text);
    context.set("minor", minor);
    await next();
    if (context.get("isUnknown")) return;
    for (const [name, value] of Object.entries(headersOf(service, `${service.major}.${minor}`))) {
      context.header(name, value);
    }
  });
}

function headersOf({ name, oldHeader }: Versioned, version: string): Readonly<Record<string, string>> {
  const vary = { Vary: ["OpenStack-API-Version", oldHeader].filter(Boolean).join(", ") };
  return { "OpenStack-API-Version": `${name} ${version}`, ...(oldHeader ? { [oldHeader]: version } : {}), ...vary };
}

/** One header can name several services. */
function wanted({ name }: Versioned, header: string | undefined): string | undefined {
  const own = header?.split(",").map((each) => each.trim().split(/\s+/)) ?? [];
  return own.find(([service]) => service === name)?.[1];
}

function minorOf(service: Versioned, text: string | undefined): number {
  const { major, least, most } = service;
  if (text === undefined || text === "") return least;
  if (text === "latest") return most;
  const [, first, second] = /^([1-9]\d*)\.([1-9]\d*|0)$/.exec(text) ?? [];
  if (first === undefined || second === undefined) {
    const form = "Must be of format MajorNum.MinorNum.";
    throw fault(400, `API Version String ${text} is of invalid format. ${form}`);
  }
  const minor = Number(second);
  if (Number(first) === major && minor >= least && minor <= most) return minor;
  const range = `Minimum is ${major}.${least} and maximum is ${major}.${most}.`;
  const { status, body } = fault(406, `Version ${text} is not supported by the API. ${range}`);
  throw new ServiceError(status, body, headersOf(service, text));
}
