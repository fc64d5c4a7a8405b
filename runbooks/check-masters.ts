import { check, runbook } from "../src/runbook.ts";
import { masterChecklist } from "./parts/master-checklist.ts";
import { clusterConditions } from "./parts/mesos.ts";
import { mastersOf } from "./parts/site.ts";

export const CheckMasters = runbook({
  title: "Check all masters",
  why: "The checklist of every master side by side, and what the cluster says. Changes nothing; fit for monitoring.",
  parameters: [],
  scope: () => "masters",
  steps: ({ environment }) => [
    check({
      id: "checklist",
      title: "check all masters",
      conditions: [...mastersOf(environment).flatMap(masterChecklist), ...clusterConditions(environment)],
    }),
  ],
});
