import { Text, useWindowSize } from "ink";
import React from "react";
import type { Plan } from "../model/plan.ts";
import { planText } from "./plan-text.ts";

/** A plan within another view; laid out anew when the window changes. */
export function PlanView({ plan, hasColour }: { readonly plan: Plan; readonly hasColour: boolean }): React.ReactNode {
  const { columns } = useWindowSize();
  return React.createElement(Text, null, planText(plan, { columns, hasColour }));
}
