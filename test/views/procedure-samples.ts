import type { Change, Plan } from "../../src/model/plan.ts";
import type { Checklist, ChecklistCell, Procedure, ProcedureStep, Seen } from "../../src/model/procedure.ts";
import type { Condition, ConditionState } from "../../src/model/resource.ts";
import type { Question } from "../../src/model/run.ts";
import { changeOf, planOf, questionOf } from "./samples.ts";

export function conditionOf(name: string, what: string, rest: Partial<Condition> = {}): Condition {
  return { system: "hosts", name, stack: "alibuild07", parameters: {}, what, withinSeconds: 600, ...rest };
}

export function seenOf(what: string, state: ConditionState, subject?: string): Seen {
  return { condition: conditionOf("x", what, subject ? { subject } : {}), state };
}

const cordon = changeOf("act", "agent", "alibuild07", {
  system: "mesos",
  stack: "alibuild07",
  role: "build-agent",
  risk: "disruptive",
  because: "the runbook cordons it",
  does: "no new tasks for alibuild07",
  interrupts: "builds wait for the other agents",
});
const rebuild = changeOf("replace", "server", "alibuild07", {
  system: "openstack",
  stack: "alibuild07",
  role: "build-agent",
  risk: "destructive",
  because: "the runbook rebuilds it",
  interrupts: "everything on its root disk is lost",
  before: { do: null, image: "cc7-2024", flavor: "m2.2xlarge" },
  after: { do: "rebuild", image: "cc7-2026", flavor: "m2.2xlarge" },
  targets: [
    { system: "openstack", kind: "server", id: "681bb1aa", names: [], tags: {}, attached: [], isManaged: false },
  ],
});
const puppet = changeOf("act", "puppet", "alibuild07", { system: "hosts", role: "build-agent", because: "a new disk" });
const { interrupts: _, ...harmless } = cordon;
const lift: Change = { ...harmless, id: "act agent/alibuild07-lift", risk: "safe", does: "tasks for alibuild07 again" };
export const changes = { cordon, rebuild, puppet, lift };

const step = (kind: ProcedureStep["kind"], id: string, title: string, rest: Partial<ProcedureStep> = {}) => ({
  id,
  kind,
  title,
  isRequired: true,
  host: "alibuild07",
  ...rest,
});

export const steps: readonly ProcedureStep[] = [
  step("attest", "agreed", "agreed with colleagues", {
    because: "whoever builds there has to know",
    question: { text: "Who agreed to it, and where?", shows: [] },
  }),
  step("check", "tasks", "what runs there and what is lost", {
    conditions: [conditionOf("tasks-listed", "the tasks of alibuild07 are known")],
  }),
  step("ask", "offers", "how its tasks come to their end", {
    question: {
      text: "How are its tasks to end?",
      shows: ["tasks"],
      choices: [
        { name: "cordon", title: "no new tasks; wait until the running ones have ended" },
        { name: "drain", title: "kills them after 10 minutes of grace" },
        { name: "leave", title: "not now" },
      ],
      endsWith: "leave",
    },
  }),
  step("act", "cordon", "give it no new tasks", {
    onlyIf: { answer: "offers", isOneOf: ["cordon"], because: "its tasks may end by themselves" },
    changes: [cordon.id],
    undo: { by: "lift", isOwed: true, stillSo: "alibuild07 gets no new tasks" },
  }),
  step("wait", "ended", "its tasks have ended", {
    onlyIf: { answer: "offers", isOneOf: ["cordon", "drain"], because: "they are asked to end" },
    conditions: [conditionOf("tasks-ended", "no task runs on alibuild07", { withinSeconds: 14_400 })],
    normal: "a build takes up to two hours",
  }),
  step("act", "rebuild", "ai-rebuild-vm --cc7 alibuild07", { changes: [rebuild.id] }),
  step("wait", "up", "ping and ssh", {
    conditions: [
      conditionOf("pings", "alibuild07 answers ping", { withinSeconds: 7200 }),
      conditionOf("ssh-works", "ssh to alibuild07 works", { withinSeconds: 7200 }),
    ],
    normal: "up to one hour",
  }),
  step("act", "puppet", "puppet agent -t -v until no errors are reported", {
    changes: [puppet.id],
    attemptsAtMost: 5,
    otherwise: "send the errors to the administrators",
  }),
  step("act", "lift", "give it tasks again", { changes: [lift.id], isRequired: false }),
];

export const procedure: Procedure = {
  runbook: "RebuildAgent",
  title: "Rebuild a build agent",
  why: "When its disk is broken, or its configuration is beyond repair.",
  steps,
};

const tasks = "o2-release build  jane, since 12:03 (release build)\nubuntu-check  bob, since 13:59";

export const rebuildPlan: Plan = planOf({
  title: "Rebuild the build agent alibuild07",
  world: "REHEARSAL ALICE Release Testing",
  environment: "alibuild",
  stack: "alibuild07",
  invocation: { recipe: "RebuildAgent", verb: "", args: ["alibuild07"] },
  changes: [cordon, rebuild, puppet, lift],
  procedure,
  look: {
    seen: { tasks: [seenOf("the tasks of alibuild07 are known", { holds: "yes", detail: tasks })] },
    omitted: { puppet: "there is no puppet today" },
  },
});

/** What the engine asks of a step. */
export function askedOf(id: string, wants: NonNullable<Question["wants"]>, rest: Partial<Question> = {}): Question {
  const text = steps.find((each) => each.id === id)?.question?.text ?? "How does it go on?";
  return questionOf({ step: id, level: "safe", text, loses: [], plan: rebuildPlan, verdicts: [], wants, ...rest });
}

function cell(subject: string, result: ChecklistCell["result"], evidence: string, next = ""): ChecklistCell {
  return { subject, result, evidence, next };
}

const masters = ["alimesos01", "alimesos02", "alimesos03"];

export const checklist: Checklist = {
  title: "The Mesos masters",
  world: "REHEARSAL ALICE Release Testing",
  observedAt: "2026-03-01T14:02:11.000Z",
  subjects: masters,
  rows: [
    { what: "up in OpenStack", cells: masters.map((host) => cell(host, "pass", "ACTIVE")) },
    {
      what: "no puppet errors",
      cells: [
        cell("alimesos01", "pass", "0:20 ago"),
        cell("alimesos02", "unknown", "judy does not answer", "CheckAccess()"),
        cell("alimesos03", "unknown", "judy does not answer", "CheckAccess()"),
      ],
    },
    {
      what: "zookeeper runs",
      cells: [
        cell("alimesos01", "pass", "running"),
        cell("alimesos02", "fail", "restarting\x1b[2J since 13:40", 'RebuildMaster("alimesos02")'),
        cell("alimesos03", "pass", "running"),
      ],
    },
  ],
};
