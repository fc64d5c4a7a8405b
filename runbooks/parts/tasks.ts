import { act, ask, type Choice, check, type Proviso, type Step, wait } from "../../src/runbook.ts";
import { within } from "./asked.ts";
import { cordoned, drained, isDrained, isRegistered, tasksAreListed, tasksHaveEnded } from "./mesos.ts";
import type { Host } from "./site.ts";

const goOn: Choice = { name: "go-on", title: "with its tasks on it: they are lost" };
const leave: Choice = { name: "leave", title: "end here; nothing was touched" };

/** "Verify that the machine is not running any particularly important task … If in doubt, ask." */
export function tasksLookedAt(host: Host): Step {
  return check({
    id: "tasks",
    title: `look at what runs on ${host.name}: task, framework, since when, who to ask`,
    because: "it might be building a release, which should in general not be interrupted; if in doubt, ask",
    conditions: [tasksAreListed(host)],
    otherwise: "what would be lost is not known: CheckMasters() shows what keeps Mesos from telling it",
  });
}

/** Empties an agent before it is rebuilt. What is left in the end is asked for by itself: it would be lost for good. */
export function emptied(host: Host): readonly Step[] {
  return [
    unseenAsked(host),
    wayAsked(host, [leave]),
    ...cordonedWay(host, "skip it to be asked what becomes of the rest; or undo: the cordon is lifted"),
    ...drainedWay(host, "drain", "drained", { answer: "way", isOneOf: ["drain"], because: "its tasks may be killed" }),
    restAsked(host),
    ...drainedWay(host, "drain-rest", "rest-drained", {
      answer: "rest",
      isOneOf: ["drain"],
      because: "the rest may be killed",
    }),
  ];
}

/** The same before a reboot, which may also be done with its tasks on it. */
export function emptiedOrNot(host: Host): readonly Step[] {
  return [
    unseenAsked(host),
    wayAsked(host, [goOn, leave]),
    ...cordonedWay(host, "skip it: what is left is lost with the reboot; or undo: the cordon is lifted"),
    ...drainedWay(host, "drain", "drained", { answer: "way", isOneOf: ["drain"], because: "its tasks may be killed" }),
  ];
}

/** Mesos knows no agent there: that is not the same as nothing running there. */
function unseenAsked(host: Host): Step {
  return ask({
    id: "unseen",
    title: `say whether to go on although Mesos knows no agent on ${host.name}`,
    onlyIf: { condition: isRegistered(host), holds: "no", because: `${host.name} is not registered in Mesos` },
    question: {
      text: `What may still run on ${host.name} is not known to Mesos, and is lost. Go on?`,
      shows: ["tasks"],
      choices: [{ name: "go-on", title: "whatever runs there is lost" }, leave],
      endsWith: leave.name,
    },
  });
}

function wayAsked(host: Host, otherWays: readonly Choice[]): Step {
  return ask({
    id: "way",
    title: `choose how ${host.name} is emptied: cordon or drain`,
    onlyIf: { condition: isRegistered(host), holds: "yes", because: `${host.name} is registered in Mesos` },
    question: {
      text: `How is ${host.name} emptied?`,
      shows: ["tasks"],
      choices: [cordonChoice(host), drainChoice(host), ...otherWays],
      endsWith: leave.name,
    },
  });
}

function cordonChoice({ environment }: Host): Choice {
  const hours = environment.policies.tasksEndWithinSeconds / 3600;
  return { name: "cordon", title: `no new tasks; wait until the running ones have ended, up to ${hours} h` };
}

function drainChoice({ environment }: Host): Choice {
  const minutes = environment.policies.drainGraceSeconds / 60;
  return { name: "drain", title: `kill its tasks; each gets at most ${minutes} minutes to end` };
}

function cordonedWay(host: Host, otherwise: string): readonly Step[] {
  const onlyIf: Proviso = { answer: "way", isOneOf: ["cordon"], because: "its tasks are to end by themselves" };
  return [
    act({
      id: "cordon",
      title: `cordon ${host.name}: no new tasks`,
      host: host.name,
      onlyIf,
      resources: [cordoned(host)],
      undo: liftOwed(host),
    }),
    wait({
      id: "ended",
      title: `wait until the tasks of ${host.name} have ended`,
      onlyIf,
      conditions: within(host.environment.policies.tasksEndWithinSeconds, [tasksHaveEnded(host)]),
      normal: "as long as its builds take",
      isRequired: false,
      otherwise,
    }),
  ];
}

function drainedWay(host: Host, id: string, waitId: string, onlyIf: Proviso): readonly Step[] {
  const { drainGraceSeconds, tasksEndWithinSeconds } = host.environment.policies;
  return [
    act({
      id,
      title: `drain ${host.name}: kill its tasks, each within ${drainGraceSeconds / 60} minutes`,
      host: host.name,
      onlyIf,
      resources: [drained(host)],
      undo: liftOwed(host),
    }),
    wait({
      id: waitId,
      title: `wait until ${host.name} is drained`,
      onlyIf,
      conditions: within(Math.min(2 * drainGraceSeconds, tasksEndWithinSeconds), [isDrained(host)]),
      normal: `at most ${drainGraceSeconds / 60} minutes`,
      isRequired: false,
      otherwise: "no task left and still DRAINING: a framework that has exited never acknowledges; skip it then",
    }),
  ];
}

/** Whoever skipped the wait, or whose drain did not end: what is left is not killed without a word. */
function restAsked(host: Host): Step {
  return ask({
    id: "rest",
    title: "say what becomes of the tasks that are left",
    onlyIf: { condition: tasksHaveEnded(host), holds: "no", because: "tasks still run" },
    question: {
      text: `Tasks still run on ${host.name}. What becomes of them?`,
      shows: [],
      choices: [drainChoice(host), goOn, { name: "leave", title: "end here; the cordon is lifted" }],
      endsWith: leave.name,
    },
  });
}

function liftOwed(host: Host) {
  return { by: "lift", isOwed: true, stillSo: `${host.name} gets no new tasks` } as const;
}
