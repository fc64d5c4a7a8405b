import { beforeSending } from "../../model/error.ts";
import type { Effects } from "../../model/system.ts";
import { deleteBranch } from "./delete-branch.ts";
import { type Head, headOf, type Pull, pathOf, pullOf, pullText } from "./pulls.ts";
import { failed, type Hub } from "./read.ts";

/** What was closed, as it is journaled. */
type Closed = {
  readonly state: "merged" | "closed" | "none";
  readonly number: number | null;
  /** Sha of the branch's last commit; empty where it is gone. */
  readonly head: string;
};

/** Closes what is open of a branch without merging, and deletes the branch. One that was merged meanwhile stays as it is. */
export async function closePull(hub: Hub, head: Head, effects: Effects): Promise<void> {
  const closed = await effects.perform<Closed>({
    name: "close",
    repeat: "idempotent",
    async send(permit) {
      const pull = await beforeSending(() => pullOf(hub, head));
      if (pull?.state !== "open") return await beforeSending(() => closedOf(hub, head, pull));
      const path = `${pathOf(hub, head.repository)}/pulls/${pull.number}`;
      const answer = await hub.client.send({ method: "PATCH", path, body: { state: "closed" } }, permit);
      if (answer.status === 200) return { state: "closed", number: pull.number, head: pull.head };
      throw failed(
        answer,
        `GitHub does not close ${pullText(hub, head, pull)}`,
        `close ${pull.url} by hand, then go on`,
      );
    },
  });
  const name = closed.number === null ? "no pull request" : pullText(hub, head, { number: closed.number });
  effects.log(`${name}: ${closed.state}`);
  if (closed.state !== "merged") await deleteBranch(hub, head, closed.head, effects);
}

async function closedOf(hub: Hub, head: Head, pull: Pull | undefined): Promise<Closed> {
  const sha = (await headOf(hub, head)) ?? "";
  if (!pull) return { state: "none", number: null, head: sha };
  return { state: pull.state === "merged" ? "merged" : "closed", number: pull.number, head: sha };
}
