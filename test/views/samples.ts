import type { EventKind, JournalEvent } from "../../src/model/journal.ts";
import type { Fields } from "../../src/model/json.ts";
import type { Action, Change, Plan } from "../../src/model/plan.ts";
import type { Question, Run, RunEvent } from "../../src/model/run.ts";

/** A change as the engine makes it, with what a test leaves out filled in. */
export function changeOf(action: Action, kind: string, name: string, rest: Partial<Change> = {}): Change {
  return {
    id: `${action} ${kind}/${name}`,
    action,
    system: "aws",
    kind,
    name,
    stack: "test",
    role: "mesos-master",
    risk: "safe",
    because: "it does not exist",
    needs: [],
    targets: [],
    asksByItself: false,
    waits: [],
    ...rest,
  };
}

export function planOf(rest: Partial<Plan> = {}): Plan {
  return {
    id: "p-4f1c",
    title: "Mesos masters of test",
    fingerprint: "3fa1c0ffee3fa1c0",
    basis: {},
    world: "REHEARSAL account 123456789012, us-east-1",
    worldId: "rehearsal-1",
    environment: "cantareira",
    stack: "test",
    invocation: { recipe: "MesosMaster", verb: "create", args: ["test"] },
    observedAt: "2026-03-01T14:02:11.000Z",
    changes: [],
    unchanged: [],
    verdicts: [],
    notes: [],
    documents: {},
    definition: "d1",
    verify: [],
    ...rest,
  };
}

export const volume = (zone: string): Change =>
  changeOf("create", "volume", `mesos-master-test-${zone}`, {
    after: { zone: `us-east-1${zone}`, sizeGiB: 100, type: "gp3", isEncrypted: true },
  });

export const replacedMaster: Change = changeOf("replace", "instance", "mesos-master-test-b", {
  risk: "disruptive",
  because: "the environment pins 1.11.0; one master at a time, two others lead and follow now",
  interrupts: "one of three masters is away for some minutes",
  before: { image: "ami-0a1", mesosVersion: "1.9.0", userData: "00112233aabbccdd", launchedAt: "2025-01-01" },
  after: { image: "ami-0b7", mesosVersion: "1.11.0", userData: "99112233aabbccdd" },
  targets: [{ system: "aws", kind: "instance", id: "i-0abc", names: [], tags: {}, attached: [], isManaged: true }],
});

export const volumes: Plan = planOf({ changes: [volume("a"), volume("b"), volume("c")] });

export const replacement: Plan = planOf({
  changes: [replacedMaster],
  unchanged: ["instance/a", "instance/c", "volume/a", "volume/b", "volume/c", "security-group/masters"],
  verdicts: [
    {
      change: replacedMaster.id,
      outcome: "confirm",
      guard: "master-quorum",
      because: "two of three masters stay",
      level: "disruptive",
    },
  ],
  notes: ["instance i-0fff was not made by a recipe and is left alone"],
});

export function questionOf(rest: Partial<Question> = {}): Question {
  return {
    step: "confirm",
    level: "destructive",
    text: "Destroy the Mesos masters of test?",
    loses: ["volume mesos-master-test-a (vol-1), 100 GiB of ZooKeeper's data", "the leader, and so every framework"],
    expects: "test",
    plan: replacement,
    verdicts: replacement.verdicts,
    ...rest,
  };
}

/** Journal rows of run r7, a second apart. */
export function journalOf(
  ...rows: readonly (readonly [step: string, kind: EventKind, body?: Fields])[]
): JournalEvent[] {
  return rows.map(([step, kind, body = {}], index) => ({
    run: "r7",
    step,
    kind,
    body,
    seq: index + 1,
    boot: "b1",
    fence: 1,
    who: "jane@ops1",
    at: new Date(Date.UTC(2026, 2, 1, 14, 3, index)).toISOString(),
    hash: "00",
  }));
}

export function journalEvent(step: string, kind: EventKind, body: Fields = {}): RunEvent {
  const [event] = journalOf([step, kind, body]);
  if (!event) throw new Error("one row in, one row out");
  return { type: "journal", event };
}

export function runOf(rest: Partial<Run> = {}): Run {
  return {
    id: "r7",
    title: "Mesos masters of test",
    status: "done",
    who: "jane@ops1",
    environment: "cantareira",
    stack: "test",
    world: "REHEARSAL account 123456789012, us-east-1",
    worldId: "rehearsal-1",
    beganAt: "2026-03-01T14:03:00.000Z",
    endedAt: "2026-03-01T14:17:07.000Z",
    plan: volumes,
    steps: [],
    completedAt: {},
    outcomes: [],
    owed: [],
    ...rest,
  };
}
