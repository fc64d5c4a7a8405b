import { act, attest, type Step } from "../../src/runbook.ts";
import { by, rebuildCommand, rebuilt } from "./server.ts";
import type { Host } from "./site.ts";

export function agreed({ name }: Host): Step {
  return attest({
    id: "agreed",
    title: `discuss with your colleagues whether rebuilding ${name} is a good idea`,
    question: { text: `Who agreed that ${name} is rebuilt, and what for?`, shows: [] },
  });
}

export function rebuild(host: Host): Step {
  return act({
    id: "rebuild",
    title: `rebuild ${host.name}: ${by(rebuildCommand(host), host)}`,
    because: "its root disk is lost and made anew; its address and its attached volume stay",
    resources: [rebuilt(host)],
  });
}
