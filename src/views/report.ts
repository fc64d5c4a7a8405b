import type { JournalEvent } from "../model/journal.ts";
import type { Run } from "../model/run.ts";
import { changeStatus } from "./change-status.ts";
import { bodyWords } from "./event-line.ts";
import { fenced, grid, plainText, section } from "./markdown.ts";
import { nextMarkdown } from "./next-words.ts";
import { planText } from "./plan-text.ts";
import { isOutcome, procedureParts } from "./procedure-report.ts";
import { owedWords } from "./run-outcomes.ts";
import { bangOf, dateAndTime, duration, secondsBetween } from "./words.ts";

const planScreen = { columns: 100, hasColour: false };
const questionKinds: ReadonlySet<string> = new Set(["asked", "answered"]);
const effectKinds: ReadonlySet<string> = new Set(["intended", "done", "failed", "doubted", "settled"]);

/** A run as Markdown, to be put into a ticket: who, when, where, the plan, the answers, each effect, the outcome. */
export function reportMarkdown(run: Run, events: readonly JournalEvent[]): string {
  return [
    `# Run ${plainText(run.id)}: ${plainText(run.title)}`,
    grid(["", ""], headRows(run)),
    ...(run.plan.procedure ? procedureParts(run, events) : planParts(run, events)),
    section("Effects", ["Effect", "Intended", "Took", "Outcome"], effectRows(events, run)),
    section("Verification", ["What", "Holds", "Seen"], verificationRows(run)),
    `## Outcome\n\n${outcomeText(run)}`,
    owedWords(run)
      .map((line) => `* Still so: ${plainText(line)}`)
      .join("\n"),
  ]
    .filter((part) => part !== "")
    .join("\n\n")
    .concat("\n");
}

function planParts(run: Run, events: readonly JournalEvent[]): readonly string[] {
  return [
    `## Plan\n\n${fenced(planText(run.plan, planScreen))}`,
    section("Answers", ["When", "Who", "Step", "What"], answerRows(events)),
    section("Changes", ["Change", "State", "Took"], changeRows(run)),
  ];
}

function headRows(run: Run): string[][] {
  return [
    ["Status", run.status],
    ["Who", run.who],
    ["Where", `${run.world}; ${run.environment}/${run.stack}`],
    ["Began", dateAndTime(run.beganAt)],
    [
      "Ended",
      run.endedAt
        ? `${dateAndTime(run.endedAt)}, after ${duration(secondsBetween(run.beganAt, run.endedAt))}`
        : "not yet",
    ],
    ["Asked for", `${bangOf(run.plan.invocation)}${run.parent ? `, by ${run.parent.run}` : ""}`],
    ["Plan", `${run.plan.id}, fingerprint ${run.plan.fingerprint}`],
  ];
}

function answerRows(events: readonly JournalEvent[]): string[][] {
  return events
    .filter(({ kind }) => questionKinds.has(kind))
    .map(({ at, who, step, kind, body }) => [
      dateAndTime(at),
      who,
      step,
      [kind, bodyWords(body)].filter(Boolean).join(": "),
    ]);
}

function changeRows(run: Run): string[][] {
  return run.plan.changes.map((change) => {
    const { state, seconds } = changeStatus(change, run);
    return [change.id, state, seconds === undefined ? "" : duration(seconds)];
  });
}

/** One row an effect: an effect that was sent twice under one token is one effect. */
function effectRows(events: readonly JournalEvent[], run: Run): string[][] {
  const effects = Map.groupBy(
    events.filter((event) => effectKinds.has(event.kind) && !isOutcome(event, run)),
    ({ step }) => step,
  );
  return [...effects].map(([step, rows]) => {
    const [first, last] = [rows[0], rows.at(-1)];
    if (!first || !last) return [step];
    const took = last.kind === "intended" ? "" : duration(secondsBetween(first.at, last.at));
    const outcome = rows.slice(1).map(({ kind, body }) => [kind, bodyWords(body)].filter(Boolean).join(": "));
    return [step, dateAndTime(first.at), took, outcome.join("; ") || "not known"];
  });
}

function verificationRows(run: Run): string[][] {
  return (run.verification ?? []).map(({ what, state }) => [
    what,
    state.holds === "not-configured" ? "not done" : state.holds,
    state.detail,
  ]);
}

function outcomeText({ status, why, next }: Run): string {
  const sentence = why && `${plainText(why)}.`.replace(/([.?!])\.$/, "$1");
  return [`The run is ${status}.`, sentence, next && `Next: ${nextMarkdown(next)}`].filter(Boolean).join(" ");
}
