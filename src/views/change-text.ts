import type { Fields } from "../model/json.ts";
import type { Action, Change } from "../model/plan.ts";
import { fieldChanges, ownFields, wordsOf } from "./fields.ts";
import { padded, row, type Screen, type Span, styled, widthOf } from "./layout.ts";
import type { Detail } from "./verdict-text.ts";
import { riskStyle } from "./words.ts";

const signs: Readonly<Record<Action, string>> = { create: "+", update: "~", replace: "~", delete: "-", act: "!" };

/** `~ replace  alibuild07   destructive` */
export function changeHead(change: Change, nameWidth: number): Span[] {
  const action = `${signs[change.action]} ${change.action.padEnd(7)}  `;
  return [action, padded(change.name, nameWidth), "   ", styled(riskStyle[change.risk], change.risk)];
}

/** What it touches and its fields, without those that a whole group has in common. */
export function fieldDetails(change: Change, common: Fields = {}): Detail[] {
  const moves = fieldChanges(change).flatMap(({ name, lines }) =>
    lines.map((text, index) => ({ label: index === 0 ? name : "", text })),
  );
  const own = Object.keys(common).length === 0 && ownFields(change, common);
  const summary = own ? [{ label: change.after ? "with" : "was", text: wordsOf(own) }] : [];
  const touched = change.targets.map((target) => target.id).join(", ");
  return [...(touched ? [{ label: "touches", text: touched }] : []), ...moves, ...summary];
}

export function reasonDetails(change: Change, isReasonShown: boolean): Detail[] {
  return [
    ...(change.does ? [{ label: "does", text: change.does }] : []),
    ...(isReasonShown ? [{ label: "because", text: change.because }] : []),
    ...(change.interrupts ? [{ label: "interrupts", text: change.interrupts, style: "yellow" as const }] : []),
  ];
}

/** Labelled lines below each other, their texts in one column; a text of several lines keeps them. */
export function detailRows(details: readonly Detail[], indent: string, screen: Screen, labelWidth = 9): string[] {
  const width = Math.max(labelWidth, ...details.map((detail) => widthOf(detail.label))) + 2;
  return details.flatMap(({ label, text, style }) => {
    const name = (text: string) => (style ? styled(style, padded(text, width)) : padded(text, width));
    return text.split("\n").flatMap((line, index) => row(screen, [indent, name(index === 0 ? label : "")], [line]));
  });
}
