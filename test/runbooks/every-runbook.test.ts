import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import test from "node:test";
import { provisosOf } from "#src/model/procedure.ts";
import { bangCallsIn } from "#src/prompt/bang.ts";
import type { Resource, Step } from "#src/runbook.ts";
import { campaigns } from "./campaign-outline.ts";
import { conditionsOf, evidenceUsedBy, readings, resourcesOf, scopeOf, stepsOf } from "./outline.ts";
import { askable, doable } from "./vocabulary.ts";

const root = join(import.meta.dirname, "..", "..");
const all = readings.map(([name, runbook, ...args]) => ({
  call: [name, ...args].join(" "),
  scope: scopeOf(runbook, ...args),
  steps: stepsOf(runbook, ...args),
}));
const onlyLooking = ["CheckMaster alimesos01", "CheckMasters", "CheckProtection"];

/** What is wrong with steps, a line each with the runbook and the step. */
function faults(faultsOf: (step: Step, before: readonly Step[], steps: readonly Step[]) => readonly string[]) {
  return all.flatMap(({ call, steps }) =>
    steps.flatMap((step, index) =>
      faultsOf(step, steps.slice(0, index), steps).map((fault) => `${call}, ${step.id}: ${fault}`),
    ),
  );
}

const looking = (steps: readonly Step[]) => steps.filter(({ kind }) => kind === "check" || kind === "wait");

test("every runbook of the folder is read here, under the name of its file", () => {
  const kebab = (name: string) => name.replace(/(?!^)([A-Z])/g, "-$1").toLowerCase();
  const files = globSync("runbooks/*.ts", { cwd: root }).map((file) => basename(file, ".ts"));
  const names = [...readings, ...campaigns].map(([name]) => kebab(name));
  assert.deepEqual(files.sort(), [...new Set(names)].sort());
});

test("the same arguments give the same steps, which are data", () => {
  for (const [name, runbook, ...args] of readings) {
    const steps = stepsOf(runbook, ...args);
    assert.deepEqual(stepsOf(runbook, ...args), steps, name);
    assert.deepEqual(JSON.parse(JSON.stringify(steps)), steps, name);
  }
});

test("steps have short ids of their own", () => {
  assert.deepEqual(
    faults(({ id }, before) => [
      ...(/^[a-z][a-z0-9-]{0,30}$/.test(id) ? [] : ["not kebab-case"]),
      ...(before.some((step) => step.id === id) ? ["twice"] : []),
    ]),
    [],
  );
});

test("only what a system knows is asked of it, with its parameters", () => {
  const isKnown = ({ system, name, parameters }: ReturnType<typeof conditionsOf>[number]) => {
    const known = askable[system]?.[name];
    return known !== undefined && Object.keys(parameters).every((key) => known.includes(key));
  };
  assert.deepEqual(
    faults((step) => conditionsOf(step).flatMap((each) => (isKnown(each) ? [] : [`${each.system} ${each.name}`]))),
    [],
  );
});

test("only what a system can do is asked of it", () => {
  const wordOf = ({ kind, desired }: Resource) => {
    if (desired === null) return `${kind} null`;
    return `${kind} ${typeof desired.do === "string" ? desired.do : Object.keys(desired)[0]}`;
  };
  const isKnown = (resource: Resource) => doable[resource.system]?.includes(wordOf(resource));
  assert.deepEqual(
    faults((step) => resourcesOf(step).flatMap((each) => (isKnown(each) ? [] : [wordOf(each)]))),
    [],
  );
});

test("what is done and asked belongs to what the run holds", () => {
  const wrong = all.flatMap(({ call, scope, steps }) => {
    const stacks = steps.flatMap((step) => [...conditionsOf(step), ...resourcesOf(step)].map(({ stack }) => stack));
    return scope === "protection" ? [] : stacks.filter((stack) => stack !== scope).map((stack) => `${call}: ${stack}`);
  });
  assert.deepEqual(wrong, []);
});

test("evidence is that of an earlier look", () => {
  assert.deepEqual(
    faults((step, before) => {
      const known = looking(before).map(({ id }) => id);
      const shown = "question" in step ? step.question.shows : [];
      return [...shown, ...evidenceUsedBy(step)].filter((id) => !known.includes(id));
    }),
    [],
  );
});

test("what depends on an answer depends on one that an earlier question offers", () => {
  assert.deepEqual(
    faults((step, before) => {
      return provisosOf(step).flatMap((proviso) => {
        if (!("isOneOf" in proviso)) return [];
        const asked = before.find(({ id }) => id === proviso.answer);
        const offered = asked?.kind === "ask" ? (asked.question.choices ?? []).map(({ name }) => name) : [];
        return proviso.isOneOf.filter((answer) => !offered.includes(answer));
      });
    }),
    [],
  );
});

test("the answer that ends a run is offered, in the choices or in the text", () => {
  assert.deepEqual(
    faults((step) => {
      if (!("question" in step) || step.question.endsWith === undefined) return [];
      const { choices, text, endsWith } = step.question;
      const isOffered = choices ? choices.some(({ name }) => name === endsWith) : text.includes(`"${endsWith}"`);
      return isOffered ? [] : [endsWith];
    }),
    [],
  );
});

test("what is owed is taken back by a later act", () => {
  assert.deepEqual(
    faults((step, before, steps) => {
      if (!step.undo) return [];
      const by = steps.slice(before.length + 1).find(({ id }) => id === step.undo?.by);
      return by?.kind === "act" && step.undo.isOwed ? [] : [step.undo.by];
    }),
    [],
  );
});

test("those that only look have nothing but checks, all others change something", () => {
  const looks = all.filter(({ steps }) => steps.every(({ kind }) => kind === "check")).map(({ call }) => call);
  assert.deepEqual(looks, onlyLooking);
  const idle = all.filter(({ steps }) => steps.every(({ kind }) => kind !== "act")).map(({ call }) => call);
  assert.deepEqual(idle, onlyLooking);
});

test("what is waited for gets a minute at least", () => {
  assert.deepEqual(
    faults((step) =>
      step.kind === "wait" && step.conditions.some((each) => each.withinSeconds < 60) ? ["short"] : [],
    ),
    [],
  );
});

test("no file has a bang, which would be erased", () => {
  const files = globSync("runbooks/**/*.ts", { cwd: root });
  const withBang = files.filter((file) => bangCallsIn(readFileSync(join(root, file), "utf8")).length > 0);
  assert.deepEqual(withBang, []);
});
