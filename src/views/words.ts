import { callText } from "../model/invocation.ts";
import type { Invocation, Plan, Risk } from "../model/plan.ts";
import { printable } from "../model/printable.ts";
import type { Identity } from "../model/system.ts";
import type { Style } from "./layout.ts";

/** Beside the word, never instead of it. */
export const riskStyle: Readonly<Record<Risk, Style>> = {
  read: "dim",
  safe: "green",
  disruptive: "yellow",
  destructive: "red",
};

/** `1 volume`, `3 volumes`, `2 security groups`; a kind that is itself a plural is counted as groups of it. */
export function counted(count: number, kind: string): string {
  const noun = printable(kind).replaceAll("-", " ");
  const isPlural = /[^s]s$/.test(noun);
  const singular = isPlural ? `group of ${noun}` : noun;
  const plural = isPlural ? `groups of ${noun}` : pluralOf(noun);
  return `${count} ${count === 1 ? singular : plural}`;
}

function pluralOf(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(?:s|x|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}

/** How often each word occurs, in the order in which they were first met. */
export function tally(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** `14:02:11 UTC`, the same for everyone who reads it. */
export function timeOfDay(iso: string): string {
  return Number.isNaN(Date.parse(iso)) ? printable(iso) : `${new Date(iso).toISOString().slice(11, 19)} UTC`;
}

/** `2026-03-01 14:02:11 UTC` */
export function dateAndTime(iso: string): string {
  return Number.isNaN(Date.parse(iso))
    ? printable(iso)
    : `${new Date(iso).toISOString().slice(0, 10)} ${timeOfDay(iso)}`;
}

/** `0:12`, `12:40`, `1:02:40` */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = String(rest).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

/** Seconds from one ISO 8601 time to another. */
export function secondsBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 1000;
}

/** What one types to apply the plan: `MesosMaster.create!("stable")`. */
export function bangOf(invocation: Invocation): string {
  return printable(callText(invocation, "!"));
}

/** What a running run holds alone. */
export function scopeOf(plan: Plan): string {
  return `${plan.environment}/${plan.stack}`;
}

/** Where a runbook is at work, as short as at the prompt: `alibuild REHEARSAL`. */
export function placeOf({ environment, world }: Pick<Plan, "environment" | "world">): string {
  return printable(`${environment}${world.startsWith("REHEARSAL") ? " REHEARSAL" : ""}`);
}

/** As whom a run acts, system by system: shown before its first change. */
export function whoWords(identities: readonly Identity[]): string {
  return printable(identities.map(({ system, who }) => `${system} as ${who}`).join(", "));
}
