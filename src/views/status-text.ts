import type { Change } from "../model/plan.ts";
import type { ConditionState } from "../model/resource.ts";
import type { Status } from "../model/status.ts";
import { fieldChanges } from "./fields.ts";
import { row, type Screen, type Style, styled } from "./layout.ts";
import { counted, tally, timeOfDay } from "./words.ts";

const answers: Readonly<Record<ConditionState["holds"], { word: string; style: Style }>> = {
  yes: { word: "ok  ", style: "green" },
  no: { word: "no  ", style: "red" },
  unknown: { word: "?   ", style: "yellow" },
  "not-configured": { word: "-   ", style: "dim" },
};

/** What exists, how it drifted from the recipe, and what the cluster says of itself. */
export function statusText(status: Status, screen: Screen): string {
  const head = `  ${status.world}, observed ${timeOfDay(status.observedAt)}`;
  return [
    ...row(screen, [styled("bold", status.title)], [head]),
    ...asDesiredLines(status, screen),
    ...driftLines(status.drift, screen),
    ...status.notes.flatMap((note) => row(screen, ["  note  "], [note])),
    ...status.conditions.flatMap(({ what, state }) => conditionLines(what, state, screen)),
  ].join("\n");
}

function asDesiredLines({ asDesired }: Status, screen: Screen): string[] {
  const kinds = tally(asDesired.map((key) => key.slice(0, key.indexOf("/"))));
  const counts = [...kinds].map(([kind, count]) => counted(count, kind)).join(", ");
  return row(screen, ["  =   "], [counts === "" ? "nothing is as the recipe says" : `${counts} as the recipe says`]);
}

function driftLines(drift: readonly Change[], screen: Screen): string[] {
  if (drift.length === 0) return row(screen, ["  =   "], ["no drift"]);
  return drift.flatMap((change) => [
    ...row(screen, [styled("yellow", driftWord(change))], [`${change.kind} ${change.name}: ${change.because}`]),
    ...fieldChanges(change).flatMap(({ name, lines }) =>
      lines.flatMap((line) => row(screen, [`        ${name}  `], [line])),
    ),
  ]);
}

function driftWord({ action }: Change): string {
  return action === "create" ? "  missing  " : "  drift    ";
}

function conditionLines(what: string, { holds, detail }: ConditionState, screen: Screen): string[] {
  const { word, style } = answers[holds];
  return row(screen, ["  ", styled(style, word)], [`${what}: ${detail}`]);
}
