import { check, hostWith, runbook } from "../src/runbook.ts";
import { masterChecklist } from "./parts/master-checklist.ts";
import { clusterConditions } from "./parts/mesos.ts";
import { hostGiven } from "./parts/site.ts";

export const CheckMaster = runbook({
  title: "Check a master",
  why: "In case there are issues with one of the masters: the whole checklist of it, and what the cluster says.",
  parameters: [hostWith("master")],
  scope: (context) => hostGiven(context).scope,
  steps(context) {
    const host = hostGiven(context);
    return [
      check({
        id: "checklist",
        title: `check ${host.name}`,
        conditions: [...masterChecklist(host), ...clusterConditions(context.environment)],
      }),
    ];
  },
});
