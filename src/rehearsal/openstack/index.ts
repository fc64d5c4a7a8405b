import type { Site } from "../site/index.ts";
import { cinder } from "./cinder.ts";
import { type Answering, behindDoor, described } from "./door.ts";
import { hostOf, ports, type ServiceName } from "./endpoints.ts";
import { glance } from "./glance.ts";
import { keystone } from "./keystone.ts";
import { describeNova, nova } from "./nova/index.ts";

/** Where a service is met, and what answers there. */
export interface ServedAt {
  readonly host: string;
  readonly port: number;
  readonly answer: Answering;
}

/** The cloud's services by their hosts, functions from a request to a response over the site. */
export function openCloud(site: Site): readonly ServedAt[] {
  const cloud = { site, identities: site.identities };
  const at = (
    service: ServiceName,
    app: { fetch(request: Request): Promise<Response> | Response },
    describe: typeof describeNova = described,
  ) => ({
    host: hostOf(site, service),
    port: ports[service],
    answer: behindDoor(site, { service, describe, answer: async (request) => await app.fetch(request) }),
  });
  return [
    at("keystone", keystone(cloud), describeKeystone),
    at("nova", nova(cloud), describeNova),
    at("cinder", cinder(cloud)),
    at("glance", glance(cloud)),
  ];
}

/** Asking for a token changes nothing. */
function describeKeystone(request: Request) {
  const { action, isMutating } = described(request);
  return { action, isMutating: isMutating && action !== "POST /v3/auth/tokens" };
}
