import { act, type Condition, type Step, wait } from "../../src/runbook.ts";

/** A stack of MesosCluster on its way to a version. */
export interface ClusterStep {
  readonly stack: string;
  readonly verb: "create" | "upgrade" | "rollback";
  readonly version: string;
  readonly because: string;
  readonly after: readonly string[];
}

/** Agents come back by themselves; what the recipe waits for was waited for already. */
const runsWithinSeconds = 30 * 60;

/** The cluster as a run of its own, then proof that all of it runs that version. */
export function clusterAt(step: ClusterStep): readonly Step[] {
  const { stack, version } = step;
  const what = `every master and agent of ${stack} runs Mesos ${version}`;
  const condition = runsVersion(stack, version, what, runsWithinSeconds);
  return [
    clusterRun(step),
    wait({
      id: `${stack}.runs`,
      title: `see that every master and agent of ${stack} runs Mesos ${version}`,
      lane: stack,
      after: [`${stack}.cluster`],
      conditions: [condition],
      otherwise: `MesosCluster.status("${stack}") shows which one does not`,
    }),
  ];
}

function clusterRun({ stack, verb, version, because, after }: ClusterStep): Step {
  return act({
    id: `${stack}.cluster`,
    title: `bring ${stack} to Mesos ${version}: MesosCluster.${verb} for "${stack}"`,
    because,
    lane: stack,
    after,
    resources: [],
    runs: { recipe: "MesosCluster", verb, args: [stack], mesosVersion: version },
    otherwise: `MesosCluster.${verb}("${stack}") shows what is still to be done`,
  });
}

/** Asked of the stack's masters. */
export function runsVersion(stack: string, version: string, what: string, withinSeconds: number): Condition {
  return { system: "mesos", name: "runs-version", stack, parameters: { version }, what, withinSeconds };
}
