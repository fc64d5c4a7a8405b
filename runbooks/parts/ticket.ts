import { check, type Step } from "../../src/runbook.ts";
import { ticketLives } from "./host.ts";
import type { Host } from "./site.ts";

/** A ticket that ends half-way leaves a person to finish by hand. Only where CERN's wrappers do the work. */
export function ticketLasts(host: Host, seconds: number): readonly Step[] {
  if (host.environment.openstack.provisioner !== "cern") return [];
  return [
    check({
      id: "ticket",
      title: "look whether the Kerberos ticket lives longer than this usually takes",
      conditions: [ticketLives(host, seconds)],
      isRequired: false,
      otherwise: "kinit, then retry",
    }),
  ];
}
