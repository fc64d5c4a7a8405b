import assert from "node:assert/strict";
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { endOf, startConsole } from "../../support/console.ts";
import { answerOf, Stage } from "../../support/stage.ts";

/** What is typed, the code of its error, and what the error must name. */
const mistakes: readonly (readonly [string, string, RegExp])[] = [
  ['MesosCluster.create("tset")', "unknown-stack", /nearest: test/],
  ['MesosCluster.destroy!("__proto__")', "unknown-stack", /test, dev, stable/],
  ['MesosClustr.create!("test")', "unknown-name", /nearest: MesosCluster/],
  ['MesosCluster.crate!("test")', "unknown-name", /nearest: MesosCluster\.create/],
  ["MesosCluster.create!(7)", "wrong-argument", /a number/],
  ["hosts()", "wrong-argument", /missing; there are dev, stable, test.*hosts\(\\"dev\\"\)/],
  ["resume!(5)", "wrong-argument", /resume!\(\\"r1\\"\)/],
  ["MesosCluster.create!(5)", "wrong-argument", /MesosCluster\.create!\(\\"dev\\"\)/],
  ['MesosCluster.status!("test")', "no-bang", /MesosCluster\.status only looks.*MesosCluster\.status\(\\"test\\"\)/],
  [
    'MesosCluster.xyzzy("test")',
    "unknown-name",
    /MesosCluster.create, MesosCluster.destroy, .*MesosCluster.uncordon, MesosCluster.status/,
  ],
  ['show("R9")', "unknown-run", /no run r9/],
  ["MesosCluster = 5", "taken-name", /belongs to the console/],
  ["MesosCluster.create()", "wrong-argument", /nothing; there are test, dev, stable/],
  ["MesosCluster.create({})", "wrong-argument", /an object/],
  ['MesosCluster.destroy!("test", "dev")', "wrong-argument", /takes no \\"dev\\"/],
  ['MesosFixed.replace!("test")', "no-hosts", /hosts\(\\"test\\"\)/],
  ['MesosFixed.replace("test", "nobody")', "unknown-host", /nobody/],
  ['resume!("r9")', "unknown-run", /no run r9/],
  ['settle!("r9", "x")', "wrong-argument", /missing/],
  ['MesosCluster.create("test"', "syntax", /not yet at its end/],
  ["let x: = 3", "syntax", /cannot be read/],
];

test("what is mistyped: the nearest names, exit status 2, one document, and nothing is sent", async (t) => {
  const stage = await Stage.open(t);
  for (const [expression, code, names] of mistakes) {
    const { status, documents } = await stage.ask(["--yes", "--confirm", "test"], expression);
    const [{ error } = {}] = documents;
    assert.deepEqual([status, documents.length, error?.code], [2, 1, code], expression);
    assert.match(JSON.stringify(error), names);
  }
  assert.deepEqual(stage.mutations(), []);
});

test("agents before their masters: the plan says that they would register nowhere", async (t) => {
  const stage = await Stage.open(t);
  const looks = ["MesosFixed", "MesosOnDemand", "MesosMultiAZSpotInstances"].map((part) => `${part}.create("test")`);
  const early = await stage.ask([], ...looks);
  for (const { plan } of early.documents)
    assert.match(plan.notes.join(), /register only where masters lead; MesosMaster\.create!\("test"\).*refused/);
  const { documents } = await stage.ask(["--yes"], 'MesosMaster.create!("test")', ...looks);
  assert.deepEqual(
    documents.slice(1).map(({ plan }) => plan.notes),
    [[], [], []],
  );
});

test("a list of plans is shown as plans, and each has its document", async (t) => {
  const stage = await Stage.open(t);
  const both = '["test", "dev"].map((stack) => MesosFixed.create(stack))';
  const { stdout } = await stage.tell([], both);
  assert.match(stdout, /MesosFixed\.create test[\s\S]*\n\n[^\n]*MesosFixed\.create dev/);
  assert.doesNotMatch(stdout, /fingerprint:/);
  const [documents] = (await stage.ask([], both)).documents;
  assert.ok(Array.isArray(documents));
  assert.deepEqual(
    documents.map(({ plan }) => plan.title),
    ["MesosFixed.create test", "MesosFixed.create dev"],
  );
});

test("one document for each expression, what was not begun included", async (t) => {
  const stage = await Stage.open(t);
  const { documents, status } = await stage.askProcess([], "1", '"a\\nb"', "undefined", "throw 7", "runs()");
  assert.equal(status, 2);
  assert.deepEqual(documents.slice(0, 3), [1, "a\nb", null]);
  assert.deepEqual(
    documents.slice(3).map(({ error }) => error.code),
    ["thrown", "not-begun"],
  );
});

test("an unknown environment or option, on the command line", async (t) => {
  const stage = await Stage.open(t);
  for (const [args, names] of [
    [["cantarera", "--rehearse", "-e", "1"], /nearest: cantareira/],
    [["cantareira", "--rehers", "-e", "1"], /nearest: --rehearse/],
    [["cantareira", "--rehearse", "--fault", "throtle", "-e", "1"], /nearest: throttle/],
  ] as const) {
    const { status, stdout, stderr } = await endOf(startConsole(stage.home, args));
    assert.deepEqual([status, stdout], [2, ""]);
    assert.match(stderr, names);
  }
});

test("a megabyte is pasted where a name belongs: an error that fits a screen", async (t) => {
  const stage = await Stage.open(t);
  const input = `MesosCluster.create("${"y".repeat(1_000_000)}")\n`;
  const { status, stderr } = await endOf(startConsole(stage.home, ["cantareira", "--rehearse"], { input }));
  assert.equal(status, 2);
  assert.match(stderr, /There is no stack\s+"y[y\s]+\.\.\. \(1\d+ characters in all\)/);
  assert.ok(stderr.length < 2000);
});

test("a broken recipe and a broken environment: file and line are told, the others still load", async (t) => {
  const stage = await Stage.open(t);
  const tree = treeWith(stage.home, {
    "recipes/unreadable.ts": 'export const Broken = {\n  title: "x" why: "y",\n};\n',
    "recipes/throws.ts": '\nthrow new TypeError("not \\u001b[31mnow");\n',
    "environments/half.ts": 'export default { name: "half" };\n',
  });
  const look = ["cantareira", "--rehearse", "-e", 'MesosMaster.create("test").then(({ changes }) => changes.length)'];
  const { status, stdout, stderr } = await endOf(startConsole(stage.home, look, tree));
  assert.deepEqual([status, stdout], [0, "10\n"]);
  assert.match(stderr, /recipes\/unreadable\.ts:2 cannot be loaded/);
  assert.match(stderr, /recipes\/throws\.ts:2 cannot be loaded\n.*not now\n/);
  const listed = await endOf(startConsole(stage.home, [], tree));
  assert.match(listed.stdout, /cantareira {2}Mesos clusters[\s\S]*environments\/half\.ts cannot be loaded/);
  const half = answerOf(await endOf(startConsole(stage.home, ["half", "--rehearse", "--json", "-e", "1"], tree)));
  assert.deepEqual([half.status, half.document.error.code], [2, "broken-file"]);
});

/** The project with other recipes and environments beside its own. */
function treeWith(home: string, files: Readonly<Record<string, string>>) {
  const project = join(import.meta.dirname, "../../..");
  const root = join(home, "tree");
  mkdirSync(root);
  for (const name of ["src", "node_modules", "package.json"]) symlinkSync(join(project, name), join(root, name));
  for (const name of ["recipes", "runbooks", "environments"])
    cpSync(join(project, name), join(root, name), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  return { root, flags: ["--preserve-symlinks", "--preserve-symlinks-main"] };
}

test("control sequences in names and tags of the account never reach the terminal", async (t) => {
  const stage = await Stage.open(t);
  await stage.ask(["--yes"], 'MesosCluster.create!("test")');
  const evil = "\u001b]0;owned\u0007\u001b[2Jred\u009b31m\u202eevil\r\n";
  const [master, fixed] = [await stage.instance("mesos-master-test-a"), await stage.instance("mesos-fixed-test-a")];
  await stage.ec2.createTags({ Resources: [master], Tags: [{ Key: "Name", Value: evil }] });
  await stage.ec2.createTags({
    Resources: [fixed],
    Tags: [
      { Key: "mesos-console:mesos-version", Value: evil },
      { Key: "Role", Value: evil },
    ],
  });
  const looks = [
    'MesosCluster.create("test")',
    'MesosCluster.status("test")',
    'hosts("test")',
    'aws("ec2", "DescribeInstances", {})',
  ];
  const { stdout, stderr } = await stage.tell(
    ["--yes"],
    ...looks,
    'MesosMaster.create!("test")',
    'report("r2")',
    'show("r2")',
  );
  assert.match(stdout, /red/, "what is harmless of it is shown");
  const raw = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;
  assert.equal(raw.exec(stdout)?.[0], undefined, stdout);
  assert.equal(raw.exec(stderr)?.[0], undefined, stderr);
});
