import { beforeSending, EndedBadly, NotDone } from "../../../model/error.ts";
import { type CommandResult, wasNotFound } from "../../../model/host-commands.ts";
import { canonical, type Json } from "../../../model/json.ts";
import type { Change, Difference, Draft } from "../../../model/plan.ts";
import { quoted } from "../../../model/printable.ts";
import type { Observed, Resource } from "../../../model/resource.ts";
import type { Settlement } from "../../../model/system.ts";
import type { Tools } from "../kind.ts";
import { policyChanges, roleDifference } from "./difference.ts";
import { decodedDocument, documentDigest, documentOf } from "./document.ts";
import { type RoleNow, roleNow } from "./look.ts";

const programWithinSeconds = 10 * 60;

/** All that differs is one change: the program deploys the whole role. */
export function programDifference(resource: Resource, argv: readonly string[], found: Observed): Difference {
  const { drafts, notes } = roleDifference(resource, found);
  if (drafts.length === 0) return { drafts, notes };
  const changes = policyChanges(found);
  const grants = changes.flatMap(({ policy, added }) => added.map((line) => `${policy}: ${line}`));
  const lost = changes.flatMap(({ policy, removed }) => removed.map((line) => `${policy}: ${line}`));
  const of = (side: "before" | "after") =>
    Object.fromEntries(changes.map((change) => [change.policy, change[side] ? documentDigest(change[side]) : "none"]));
  const draft = {
    system: "aws",
    kind: resource.kind,
    name: resource.name,
    action: "update",
    risk: grants.length > 0 || changes.some(({ after }) => !after) ? "destructive" : "disruptive",
    does: `run ${argv.map((word) => JSON.stringify(word)).join(" ")}`,
    because: "the policies of the role are not what its repository has",
    ...(lost.length > 0 && { interrupts: `taken from the hosts with the role: ${lost.join("; ")}` }),
    before: { policies: of("before"), command: argv },
    after: { policies: of("after"), command: argv },
    targets: drafts.flatMap(({ targets }) => targets),
    ...(grants.length > 0 && { grants, asksByItself: true }),
  } as const;
  return { drafts: [draft], notes };
}

/**
 * One effect: what the program does inside cannot be told apart from here. It deploys what the repository has when it runs:
 * that must still be what was shown.
 * @param planAnew what it would be planned for now
 */
export async function byProgram(
  change: Change,
  tools: Tools,
  planAnew: () => Promise<Draft | undefined>,
): Promise<void> {
  const argv = textsOf(change.after?.command);
  await tools.effects.perform({
    name: "run",
    repeat: "once",
    whenSeen: { exitCode: 0 },
    async send() {
      await mustBeAsPlanned(change, planAnew);
      const { exitCode, stderr } = await executed(argv, tools);
      if (exitCode === 0) return { exitCode };
      throw endedBadly(argv, exitCode, quoted(stderr, 500));
    },
    probe: () => settlementOf(change, tools),
  });
}

/** A look that fails proves that nothing was started. @throws NotDone `policy-moved`, and what the look throws */
async function mustBeAsPlanned(change: Change, planAnew: () => Promise<Draft | undefined>): Promise<void> {
  const draft = await beforeSending(planAnew);
  const policies = ({ before, after }: Pick<Change, "before" | "after">) =>
    canonical([before?.policies ?? null, after?.policies ?? null]);
  if (!draft || policies(draft) === policies(change)) return;
  throw new NotDone({
    code: "policy-moved",
    reason: "system",
    what: `The policies of ${change.name} are no longer what was planned`,
    why: "somebody changed them in IAM, or merged a change of them, meanwhile: what it gives now was not shown; nothing was started",
    next: "abort the run, and look again",
  });
}

async function executed(argv: readonly string[], { world, effects }: Tools): Promise<CommandResult> {
  const command = { argv, withinSeconds: programWithinSeconds };
  const ended = await world.execute?.(command, (line) => effects.log(line));
  return ended && !wasNotFound(command, ended)
    ? ended
    : notStarted(argv, ended?.stderr || "this world starts no programs");
}

/** The program is seen by what it leaves behind; what has not come yet may be under way. */
async function settlementOf(change: Change, { account }: Tools): Promise<Settlement<{ readonly exitCode: number }>> {
  const now = await roleNow(change.name, await account.iam());
  const planned = change.after?.policies;
  const wanted = Object.entries(typeof planned === "object" && planned !== null ? planned : {});
  const left = wanted.filter(([policy, digest]) => digestIn(now?.inline ?? {}, policy) !== digest);
  if (now && left.length === 0) {
    return { happened: "yes", value: { exitCode: 0 }, evidence: "the role has the policies that were planned" };
  }
  const names = left.map(([policy]) => policy).join(", ");
  return { happened: "unknown", evidence: `the role does not have what was planned of ${names}` };
}

function digestIn(inline: RoleNow["inline"], policy: string): string {
  const text = Object.hasOwn(inline, policy) ? inline[policy] : undefined;
  return text === undefined ? "none" : documentDigest(documentOf(decodedDocument(text)));
}

function textsOf(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function notStarted(argv: readonly string[], why: string): never {
  throw new NotDone({
    code: "program-missing",
    reason: "system",
    what: `${argv[0] ?? "The program"} was not started`,
    why: quoted(why, 500),
    next: "install it, or take `command` out of `sources.iam` of the environment file: then IAM is called instead",
  });
}

function endedBadly(argv: readonly string[], exitCode: number | null, tail: string): EndedBadly {
  return new EndedBadly({
    code: "program-failed",
    reason: "system",
    what: `${argv.join(" ")} ended with ${exitCode ?? "a signal"}`,
    why: tail || "it said nothing",
    next: "look again without the bang: what it deployed before it ended is seen there",
  });
}
