import { beforeSending } from "../../model/error.ts";
import { parsedJson } from "../../model/json.ts";
import { numberAt } from "../../model/json-at.ts";
import type { Effects, Settlement } from "../../model/system.ts";
import type { HttpAnswer } from "../../remote/http.ts";
import { githubError } from "./error.ts";
import { type Head, headText, type Pull, pathOf, pullIn, pullOf, pullsOf, pullText } from "./pulls.ts";
import { failed, type Hub } from "./read.ts";
import type { Request } from "./requests.ts";

/** A pull request, as it is journaled. */
type Opened = { readonly number: number; readonly url: string; readonly head: string };

/** Opens the pull request of a branch into `base`, or joins the one that somebody opened. */
export async function openPull(hub: Hub, request: Request, base: string, effects: Effects): Promise<void> {
  const { head } = request;
  const before = await newestBefore(hub, head, effects);
  const opened = await effects.perform<Opened>({
    name: "open",
    repeat: "once",
    async send(permit) {
      const there = await beforeSending(() => pullOf(hub, head));
      if (there && there.state !== "closed") return openedOf(there);
      const body = { title: request.title, head: head.branch, base, body: request.body };
      const answer = await hub.client.send(
        { method: "POST", path: `${pathOf(hub, head.repository)}/pulls`, body },
        permit,
      );
      return answer.status === 201 ? openedIn(answer) : await afterRefusal(hub, head, answer);
    },
    probe: () => newerThan(before, hub, head),
  });
  effects.log(`${pullText(hub, head, opened)}: ${opened.url}`);
}

/** GitHub takes no token: what is new to the numbers of before was opened since, also for a console that was started anew. */
async function newestBefore(hub: Hub, head: Head, effects: Effects): Promise<number> {
  return await effects.perform({
    name: "newest-before",
    repeat: "idempotent",
    send: async () => (await beforeSending(() => pullsOf(hub, head)))[0]?.number ?? 0,
  });
}

async function newerThan(before: number, hub: Hub, head: Head): Promise<Settlement<Opened>> {
  const [newest] = await pullsOf(hub, head);
  if (!newest || newest.number <= before) {
    return { happened: "no", evidence: `no new pull request has the head ${headText(hub, head)}` };
  }
  const evidence = `${pullText(hub, head, newest)} was opened ${newest.createdAt}`;
  return { happened: "yes", value: openedOf(newest), evidence };
}

function openedOf({ number, url, head }: Pull): Opened {
  return { number, url, head };
}

/** One that cannot be read was made all the same: a doubt, and it is looked for. */
function openedIn({ text }: HttpAnswer): Opened {
  const row = parsedJson(text);
  if (row !== undefined && numberAt(row, "number") !== undefined) return openedOf(pullIn(row));
  throw githubError("github-answer", "The new pull request has no number", "the answer names none");
}

/** 422: somebody opened it at the same moment, or there is nothing to review. */
async function afterRefusal(hub: Hub, head: Head, answer: HttpAnswer): Promise<Opened> {
  if (answer.status === 422) {
    const there = (await beforeSending(() => pullsOf(hub, head))).find(({ state }) => state === "open");
    if (there) return openedOf(there);
  }
  throw failed(
    answer,
    `GitHub opens no pull request of ${headText(hub, head)}`,
    "look at the branch on GitHub, then go on",
  );
}
