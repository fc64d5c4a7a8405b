import { callText } from "../model/invocation.ts";
import { type Fields, isFields } from "../model/json.ts";
import { textAt } from "../model/json-at.ts";
import { ofRun } from "../model/of-run.ts";
import type { ProcedureStep } from "../model/procedure.ts";
import type { Run } from "../model/run.ts";
import type { Engine } from "./engine.ts";

/** What an aborted run leaves: how far it came, what may still be under way, what stays, and what takes it back. */
export async function lastWordsOf(run: Run, engine: Pick<Engine, "store">): Promise<Fields> {
  const { plan, outcomes, steps: effects } = run;
  const open = [...underWay(effects), ...(await openChildren(run, engine))];
  const steps = plan.procedure?.steps ?? [];
  const lastAct = steps.findLast(({ id, kind }) => {
    return kind === "act" && outcomes.some(({ step, state }) => step === id && state === "passed");
  });
  if (!lastAct) return { why: ["aborted by the operator", ...open].join("; ") };
  const left = steps.filter(({ id }) => !outcomes.some(({ step, state }) => step === id && state !== "failed")).length;
  const last = `the last thing that was done: ${lastAct.title}`;
  const count = left === 0 ? [] : [`${left} ${left === 1 ? "step" : "steps"} did not come`];
  const why = ["aborted by the operator", ...open, last, ...stays(run), ...count].join("; ");
  return { why, ...nextOf(run, left) };
}

/** What goes on with the rest, and what takes back what is there. */
function nextOf({ id, plan }: Run, left: number): Fields {
  const { steps = [], wayBack } = plan.procedure ?? {};
  const again = isOfLanes(steps) ? "looks what is done by then, and does the rest" : "does all of it anew";
  const ways = [
    ...(left > 0 ? [`${callText(plan.invocation, "!")} ${again}`] : []),
    ...(wayBack ? [`${ofRun(wayBack, id)} takes back what is there`] : []),
  ];
  return ways.length === 0 ? {} : { next: ways.join("; ") };
}

/** What a campaign brought to repositories and stacks is found there by the next one. */
function isOfLanes(steps: readonly ProcedureStep[]): boolean {
  return steps.some(({ lane }) => lane !== undefined);
}

/** Pull requests that it opened and that are open or merged as far as it knows: to end a run does nothing to them. */
function stays({ plan, steps: effects, outcomes }: Run): readonly string[] {
  const done = effects.flatMap(({ change, status, value }) => {
    const of = plan.changes.find(({ id }) => id === change);
    return of && status === "done" && isFields(value) ? [{ of, value }] : [];
  });
  const merges = plan.changes.filter(({ kind }) => kind === "merge");
  const isMerged = (name: string) =>
    merges.some(({ id, name: each }) => {
      const step = plan.procedure?.steps.find(({ changes }) => changes?.includes(id));
      return each === name && outcomes.some((outcome) => outcome.step === step?.id && outcome.state !== "failed");
    });
  const named = (kind: string) =>
    done
      .filter(({ of }) => of.kind === kind)
      .flatMap(({ of, value }) => ({ of, url: textAt(value, "url") ?? of.name }));
  const open = named("pull-request").filter(({ of }) => of.after?.state !== "closed" && !isMerged(of.name));
  return [...told("stays open", open), ...told("stays merged", named("merge"))];
}

function told(word: string, all: readonly { readonly url: string }[]): readonly string[] {
  const urls = [...new Set(all.map(({ url }) => url))];
  return urls.length === 0 ? [] : [`${word}: ${urls.join(", ")}`];
}

/** Runs that were begun for it do not end with it. */
async function openChildren({ id }: Run, engine: Pick<Engine, "store">): Promise<readonly string[]> {
  const { childrenOf } = await import("./children.ts");
  const open = childrenOf(id, engine).filter(({ status }) => status === "parked" || status === "running");
  return open.map(
    (child) => `${child.id}, begun for it, is ${child.status}: resume!("${child.id}") or abort!("${child.id}")`,
  );
}

/** What was sent without an outcome does not end with the run: a command on a host goes on there. */
function underWay(effects: Run["steps"]): readonly string[] {
  const open = effects.filter(
    ({ change, status }) => change !== undefined && (status === "intended" || status === "doubted"),
  );
  const own = open.filter(({ change = "" }) => !change.startsWith("hold "));
  return own.map(({ step }) => `not known whether it happened or still goes on, so look: ${step}`);
}
