import type { EventKind, JournalEvent } from "../../model/journal.ts";
import type { Json } from "../../model/json.ts";
import type { RunStep, StepStatus } from "../../model/run.ts";
import { isOneOf, isText } from "./shape.ts";

/** Questions and effects in the order in which they began; each attempt of an effect is a step of its own. */
export function stepsOf(events: readonly JournalEvent[]): readonly RunStep[] {
  const ofSteps = events.filter((event) => event.step !== "" && isStepStatus(event.kind));
  return Array.from(Map.groupBy(ofSteps, (event) => event.step).values(), stepOf);
}

const isStepStatus = isOneOf<StepStatus>("asked", "answered", "intended", "done", "failed", "doubted", "settled");

/** What an operator no longer waits for. A doubt is not one of them. */
const outcomes: readonly EventKind[] = ["answered", "done", "failed", "settled"];

function stepOf(events: readonly JournalEvent[]): RunStep {
  const [first, last] = [events[0], events.at(-1)];
  if (first === undefined || last === undefined || !isStepStatus(last.kind)) throw new TypeError("a step has events");
  const change = changeOf(first);
  const value = outcomeOf(last);
  const evidence = evidenceOf(events);
  return {
    step: first.step,
    status: last.kind,
    beganAt: first.at,
    ...(change === undefined ? {} : { change }),
    ...(outcomes.includes(last.kind) ? { endedAt: last.at } : {}),
    ...(value === undefined ? {} : { value }),
    ...(evidence === undefined ? {} : { evidence }),
  };
}

/** `<change id>/<effect>/<attempt>`, where a change's id holds a slash itself; a question or a step of a runbook is of no change. */
function changeOf({ kind, step }: JournalEvent): string | undefined {
  return kind === "intended" ? step.split("/").slice(0, -2).join("/") : undefined;
}

function outcomeOf({ kind, body }: JournalEvent): Json | undefined {
  if (kind === "answered" || kind === "failed") return body;
  return kind === "done" || kind === "settled" ? body.value : undefined;
}

/** What a person or a probe saw; before that, why there is a doubt. */
function evidenceOf(events: readonly JournalEvent[]): string | undefined {
  const seen = events.findLast((event) => event.kind === "settled")?.body.evidence;
  const doubt = events.findLast((event) => event.kind === "doubted")?.body.why;
  return [seen, doubt].find(isText);
}
