import { beforeSending } from "../../model/error.ts";
import type { Effects } from "../../model/system.ts";
import { type Head, headOf, headText, pathOf } from "./pulls.ts";
import { failed, type Hub } from "./read.ts";

/** GitHub may have deleted it by itself. Source: sheet, section C: 422 when absent. */
const gone: ReadonlySet<number> = new Set([204, 404, 422]);

/** Deletes a branch whose last commit is `sha`: what somebody pushed to it since stays. */
export async function deleteBranch(hub: Hub, head: Head, sha: string, effects: Effects): Promise<void> {
  const left = await effects.perform<string>({
    name: "delete-branch",
    repeat: "idempotent",
    async send(permit) {
      const now = await beforeSending(() => headOf(hub, head));
      if (now === undefined) return "gone";
      if (now !== sha) return `kept: it has ${now.slice(0, 7)} now`;
      const name = head.branch.split("/").map(encodeURIComponent).join("/");
      const path = `${pathOf(hub, head.repository)}/git/refs/heads/${name}`;
      const answer = await hub.client.send({ method: "DELETE", path }, permit);
      if (gone.has(answer.status)) return "gone";
      throw failed(
        answer,
        `GitHub does not delete the branch ${headText(hub, head)}`,
        "delete it on GitHub, then go on",
      );
    },
  });
  if (left !== "gone") effects.log(`the branch ${headText(hub, head)} is ${left}`);
}
