import type { Plan } from "../model/plan.ts";
import { row, type Screen, styled } from "./layout.ts";

/** The access that a plan adds, by itself: change by change, a line each. Nothing where it adds none. */
export function grantLines({ changes }: Pick<Plan, "changes">, screen: Screen): string[] {
  const granting = changes.filter(({ grants = [] }) => grants.length > 0);
  if (granting.length === 0) return [];
  return [
    ...row(screen, [styled("red", "added access")], ["  that is not there now; each is asked for by itself"]),
    ...granting.flatMap(({ name, grants = [] }) => [
      ...row(screen, ["  "], [name]),
      ...grants.flatMap((grant) => row(screen, ["    ", styled("red", "+ ADDS"), "  "], [grant])),
    ]),
  ];
}
