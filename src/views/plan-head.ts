import type { Plan } from "../model/plan.ts";
import { row, type Screen, styled } from "./layout.ts";
import { timeOfDay } from "./words.ts";

/** The first line of a plan: what, where, and when the world was looked at. */
export function planHead(plan: Plan, screen: Screen): string[] {
  const where = `  ${plan.title}, ${plan.world}, observed ${timeOfDay(plan.observedAt)}`;
  return row(screen, [styled("bold", `Plan ${plan.id}`)], [where]);
}
