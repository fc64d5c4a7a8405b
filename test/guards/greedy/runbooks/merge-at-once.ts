import { act, argument, campaign } from "../../../../src/runbook.ts";
import { hasty } from "../../merges.ts";

/** No gate before it: nobody looked whether it is reviewed. */
export const MergeAtOnce = campaign({
  title: "Merge the branch hasty of a repository",
  why: "Nobody likes to wait.",
  parameters: [{ name: "repository", type: "text", title: "the repository, e.g. deploy" }],
  scope: () => "versions",
  steps: (context) => {
    const repository = argument(context, 0);
    const desired = { repository, branch: hasty, method: "merge" };
    const merge = { system: "github", kind: "merge", name: `${repository}#${hasty}`, stack: "", role: "hasty" };
    return [act({ id: "merge", title: `merge ${hasty}`, resources: [{ ...merge, desired, needs: [] }] })];
  },
});
