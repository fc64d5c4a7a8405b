import type { EventKind, JournalEvent } from "#src/model/journal.ts";
import type { Fields } from "#src/model/json.ts";

export const change = "create instance/mesos-master-test-a";
export const step = `${change}/run-instances/1`;

export const plan: Fields = {
  id: "p-4f1c",
  title: "MesosCluster create test",
  fingerprint: "3fa1",
  basis: { "instance/mesos-master-test-a": "absent" },
  world: "account 123456789012, us-east-1",
  worldId: "real",
  environment: "cantareira",
  stack: "test",
  invocation: { recipe: "MesosCluster", verb: "create", args: ["test"] },
  observedAt: "2026-03-01T14:02:00.000Z",
  changes: [
    {
      id: change,
      action: "create",
      system: "aws",
      kind: "instance",
      name: "mesos-master-test-a",
      stack: "test",
      role: "mesos-master",
      risk: "safe",
      because: "it does not exist",
      after: { image: "ami-0b7" },
      needs: [],
      targets: [
        { system: "aws", kind: "volume", id: "vol-1", names: ["a"], tags: { a: "b" }, attached: [], isManaged: true },
      ],
      asksByItself: false,
      waits: [
        { system: "mesos", name: "leader-elected", stack: "test", parameters: {}, what: "a leader", withinSeconds: 60 },
      ],
    },
  ],
  unchanged: [],
  verdicts: [{ change, outcome: "confirm", guard: "master-quorum", because: "two stay", level: "disruptive" }],
  notes: [],
  documents: {},
  definition: "d1",
  verify: [],
};

export const began: Fields = {
  title: "MesosCluster create test",
  environment: "cantareira",
  stack: "test",
  world: "account 123456789012, us-east-1",
  worldId: "real",
  scope: "cantareira/test",
  plan,
};

/** What an event says, without what the store adds. */
export type Told = readonly [kind: EventKind, step: string, body: Fields];

/** Events a minute apart, from 14:00 on. */
export function told(...events: readonly Told[]): readonly JournalEvent[] {
  return [["began", "", began] as const, ...events].map(([kind, path, body], index) => {
    const at = `2026-03-01T14:${String(index).padStart(2, "0")}:00.000Z`;
    return { seq: index + 1, run: "r7", step: path, kind, body, at, boot: "b", fence: 1, who: "jane@host", hash: "" };
  });
}
