import assert from "node:assert/strict";
import test from "node:test";
import { invocationOf } from "../../src/arguments.ts";

const console = {
  kind: "console",
  environment: "cantareira",
  expressions: [],
  isJson: false,
  isRehearsal: false,
  isFresh: false,
  faults: [],
  answers: { isYes: false, planFingerprint: undefined, confirmed: [], attested: [] },
};

test("an environment alone is its prompt", () => assert.deepEqual(invocationOf(["cantareira"]), console));

test("nothing at all lists the environments", () => assert.deepEqual(invocationOf([]), { kind: "list" }));

for (const option of ["--help", "-h"])
  test(`${option} wins over everything else`, () =>
    assert.deepEqual(invocationOf(["cantareira", "-e", "1", option]), { kind: "help" }));

test("--version", () => assert.deepEqual(invocationOf(["--version"]), { kind: "version" }));

test("expressions keep their order, whatever they look like", () => {
  const args = ["-e", "1", "cantareira", "-e", "-1", "-e=x", "--evaluate", 'f!("--yes")', "--json"];
  assert.deepEqual(invocationOf(args), { ...console, isJson: true, expressions: ["1", "-1", "=x", 'f!("--yes")'] });
});

test("a rehearsal with all that belongs to it", () => {
  const args = ["cantareira", "--rehearse", "--fresh", "--seed", "42", "--fault", "throttle", "--fault", "slow-boot"];
  const rehearsal = { isRehearsal: true, isFresh: true, seed: 42, faults: ["throttle", "slow-boot"] };
  assert.deepEqual(invocationOf(args), { ...console, ...rehearsal });
});

test("answers given beforehand", () => {
  const args = [
    "cantareira",
    "--yes",
    "--plan",
    "3fa1",
    "--confirm",
    "a",
    "--confirm",
    "b",
    "--attest",
    "agreed=with Jane",
  ];
  const answers = { isYes: true, planFingerprint: "3fa1", confirmed: ["a", "b"], attested: ["agreed=with Jane"] };
  assert.deepEqual(invocationOf(args), { ...console, answers });
});

const refused: readonly (readonly [readonly string[], RegExp])[] = [
  [["cantareira", "--rehears"], /there is no option --rehears: the nearest: --rehearse/],
  [["cantareira", "--confrim", "x"], /the nearest: --confirm/],
  [["cantareira", "-x"], /there is no option -x/],
  [["cantareira", "dev"], /dev is one argument too many/],
  [["cantareira", "-e"], /-e needs a value/],
  [["cantareira", "--json=yes"], /--json takes no value/],
  [["cantareira", "--rehearse", "--seed", "many"], /"many" is no seed/],
  [["cantareira", "--rehearse", "--seed", "-1"], /"-1" is no seed/],
  [["cantareira", "--seed", "1"], /need --rehearse/],
  [["cantareira", "--fault", "throttle"], /need --rehearse/],
  [["cantareira", "--fresh"], /need --rehearse/],
  [["cantareira", "--attest", "agreed"], /is not STEP=NOTE/],
  [["--json"], /no environment was given/],
  [["-e", "1"], /no environment was given/],
];
for (const [args, message] of refused)
  test(`${args.join(" ")} is bad usage`, () => {
    assert.throws(() => invocationOf(args), { reason: "usage", next: "./console --help", message });
  });
