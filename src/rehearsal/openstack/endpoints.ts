import type { Site } from "../site/index.ts";

export type ServiceName = "keystone" | "nova" | "cinder" | "glance";

export const ports: Readonly<Record<ServiceName, number>> = { keystone: 5000, nova: 8774, cinder: 8776, glance: 9292 };

/** `nova.cern.ch` */
export function hostOf(site: Site, service: ServiceName): string {
  return `${service}.${site.ground.environment.domain}`;
}

/** `http://nova.cern.ch:8774` */
export function originOf(site: Site, service: ServiceName): string {
  return `http://${hostOf(site, service)}:${ports[service]}`;
}
