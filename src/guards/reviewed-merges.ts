import { isAws } from "../model/environment.ts";
import type { Guard, Judgement } from "../model/guard.ts";
import type { Json } from "../model/json.ts";
import { textAt } from "../model/json-at.ts";
import type { Change } from "../model/plan.ts";
import type { Condition } from "../model/resource.ts";
import type { Sources } from "../model/sources.ts";

/** Judged by what GitHub says now, not by the gate that was passed before: a head may have moved since. */
const guard: Guard = {
  name: "reviewed-merges",
  title: "Only what was reviewed and is green is merged",
  because: "what is merged is built and delivered by itself",
  isOfTheMoment: true,
  async judge(change, { environment, holds }) {
    if (change.system !== "github" || change.kind !== "merge") return undefined;
    const condition = readiness(change, isAws(environment) ? environment.sources : undefined);
    if (!condition) return unknownRepository(change);
    const { holds: answer, detail, next, value } = await holds(condition);
    // Whoever says yes sees what was reviewed, by whom; a head that came after the yes is asked about again.
    const head = textAt(value, "head");
    if (answer === "yes")
      return { outcome: "confirm", level: "disruptive", because: seenOf(detail, value), ...(head && { about: head }) };
    const instead = next ?? "open its pull request, have it reviewed, and go on";
    return { outcome: "refuse", because: `${condition.what}: ${detail}`, instead };
  },
};

export default guard;

function readiness({ after }: Change, sources: Sources | undefined): Condition | undefined {
  const { repository, branch } = after ?? {};
  if (typeof repository !== "string" || typeof branch !== "string") return undefined;
  const known = Object.hasOwn(sources?.repositories ?? {}, repository) ? sources?.repositories[repository] : undefined;
  if (!known) return undefined;
  return {
    system: "github",
    name: "ready-to-merge",
    stack: "",
    parameters: { repository, branch, approvals: known.approvals },
    what: `${repository}'s ${branch} is reviewed, as it is now, and green`,
    withinSeconds: 0,
  };
}

/** With the head, and where one reads it. */
function seenOf(detail: string, value: Json | undefined): string {
  const [head, url] = [textAt(value, "head"), textAt(value, "url")];
  return [detail, ...(head ? [`head ${head.slice(0, 10)}`] : []), ...(url ? [url] : [])].join("; ");
}

function unknownRepository({ name }: Change): Judgement {
  return {
    outcome: "refuse",
    because: `it cannot be told what reviews ${name} needs: the environment does not describe its repository`,
    instead: "write the repository into the environment's `sources`",
  };
}
