import { provisosOf } from "#src/model/procedure.ts";
import type { Condition, Json, Proviso, Resource, Runbook, Step } from "#src/runbook.ts";
import alibuild from "../../environments/alibuild.ts";
import { AcceptHostKey } from "../../runbooks/accept-host-key.ts";
import { CheckMaster } from "../../runbooks/check-master.ts";
import { CheckMasters } from "../../runbooks/check-masters.ts";
import { CheckProtection } from "../../runbooks/check-protection.ts";
import { CreateAgent } from "../../runbooks/create-agent.ts";
import { CreateMaster } from "../../runbooks/create-master.ts";
import { DeleteVm } from "../../runbooks/delete-vm.ts";
import { MoveLeadership } from "../../runbooks/move-leadership.ts";
import { Protect } from "../../runbooks/protect.ts";
import { RebootServer } from "../../runbooks/reboot-server.ts";
import { RebuildAgent } from "../../runbooks/rebuild-agent.ts";
import { RebuildMaster } from "../../runbooks/rebuild-master.ts";
import { RunCommand } from "../../runbooks/run-command.ts";

/** Every runbook with each kind of host that it may be asked for. */
export const readings: readonly (readonly [name: string, runbook: Runbook, ...args: string[]])[] = [
  ["AcceptHostKey", AcceptHostKey, "alibuild07"],
  ["CheckMaster", CheckMaster, "alimesos01"],
  ["CheckMasters", CheckMasters],
  ["CheckProtection", CheckProtection],
  ["CreateAgent", CreateAgent, "alibuild21"],
  ["CreateMaster", CreateMaster, "alimesos02", "cern-geneva-b"],
  ["DeleteVm", DeleteVm, "alibuild13"],
  ["DeleteVm", DeleteVm, "alibuild09"],
  ["DeleteVm", DeleteVm, "alimesos03"],
  ["DeleteVm", DeleteVm, "bastion"],
  ["MoveLeadership", MoveLeadership],
  ["Protect", Protect],
  ["RebootServer", RebootServer, "alibuild07"],
  ["RebootServer", RebootServer, "alibuild03"],
  ["RebootServer", RebootServer, "alimesos02"],
  ["RebootServer", RebootServer, "bastion"],
  ["RebuildAgent", RebuildAgent, "alibuild07"],
  ["RebuildMaster", RebuildMaster, "alimesos02"],
  ["RunCommand", RunCommand, "alibuild07", "docker", "ps", "--filter", "name=a b"],
];

export function stepsOf(runbook: Runbook, ...args: readonly string[]): readonly Step[] {
  return runbook.steps({ environment: alibuild, args });
}

export function scopeOf(runbook: Runbook, ...args: readonly string[]): string {
  return runbook.scope({ environment: alibuild, args });
}

/** One line for each step: its kind, its id, what it does or looks at, and when it is taken. */
export function outline(steps: readonly Step[]): readonly string[] {
  return steps.map((step) => [step.kind, step.id, whatOf(step), unlessAlways(step)].filter(Boolean).join(" "));
}

function whatOf(step: Step): string {
  if (step.kind === "act") return step.resources.map(resourceText).join(", ");
  if (step.kind === "check" || step.kind === "wait") return step.conditions.map(({ name }) => name).join(", ");
  return (step.question.choices ?? []).map(({ name }) => name).join("|");
}

function resourceText({ kind, name, desired }: Resource): string {
  return `${kind}/${name} ${JSON.stringify(desired)}`;
}

function unlessAlways(step: Step): string {
  return provisosIn(step)
    .map((text) => `<${text}>`)
    .join(" ");
}

/** When it is taken: `offers: cordon`, `report-clean: yes`; of a selection `models: with model-churn`. */
export function provisosIn(step: Pick<Step, "onlyIf"> = {}): readonly string[] {
  return provisosOf(step).map(provisoText);
}

function provisoText(proviso: Proviso): string {
  if ("includes" in proviso) return `${proviso.answer}: with ${proviso.includes}`;
  if ("answer" in proviso) return `${proviso.answer}: ${proviso.isOneOf.join(" or ")}`;
  return `${proviso.condition.name}: ${proviso.holds}`;
}

/** Everything that stands before a step in the graph. */
export function needsOf(id: string, steps: readonly Step[]): ReadonlySet<string> {
  const needs = new Set<string>();
  const add = (each: string) => {
    const index = steps.findIndex((step) => step.id === each);
    const direct = steps[index]?.after ?? steps.slice(0, index).map((step) => step.id);
    for (const needed of direct.filter((other) => !needs.has(other))) {
      needs.add(needed);
      add(needed);
    }
  };
  add(id);
  return needs;
}

/** Conditions of a step, that of its proviso too. */
export function conditionsOf(step: Step): readonly Condition[] {
  const own = step.kind === "check" || step.kind === "wait" ? step.conditions : [];
  return [...own, ...provisosOf(step).flatMap((proviso) => ("condition" in proviso ? [proviso.condition] : []))];
}

export function resourcesOf(step: Step): readonly Resource[] {
  return step.kind === "act" ? step.resources : [];
}

/** Ids of the steps whose evidence is used: `{evidenceOf: "tasks"}`, or the `evidence` of what is to be done. */
export function evidenceUsedBy(step: Step): readonly string[] {
  const values: readonly Json[] = [
    ...conditionsOf(step).map(({ parameters }) => parameters),
    ...resourcesOf(step).map(({ desired }) => desired ?? {}),
  ];
  return [...JSON.stringify(values).matchAll(/"(?:evidenceOf|evidence)":"([^"]+)"/g)].map(([, id]) => id ?? "");
}
