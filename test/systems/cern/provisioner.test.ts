import assert from "node:assert/strict";
import test from "node:test";
import { NotDone, OpsError } from "#src/model/error.ts";
import { isReadOnly } from "#src/systems/ssh/read-only.ts";
import { ended, Hosts, sshError } from "../hosts/double.ts";
import { Journal } from "../hosts/stage.ts";
import { agent, image, inProject, line, node, operations, servers, specOf } from "./stage.ts";

type Operation = "ai-bs" | "ai-rebuild-vm" | "ai-kill" | "openstack";

/** One operation whose command ends so; gives what came of it. */
async function outcome(name: Operation, exitCode: number, output = "") {
  const hosts = inProject(new Hosts()).once(line(name), ended(exitCode, output));
  const journal = new Journal();
  const error = await operations(hosts, journal)
    [name]()
    .catch((reason: unknown) => reason);
  return { hosts, journal, error };
}

test("a master is created with the guide's options, in its order", async () => {
  const hosts = inProject(new Hosts());
  const { provisioner } = operations(hosts, new Journal());
  await provisioner.create(specOf("masters", "alimesos04", "cern-geneva-b"), new Journal());
  assert.deepEqual(hosts.started, [
    line(
      "ai-bs -g alibuild/mesos/master --foreman-environment alibuild_devel --cc7 --nova-sshkey alibuild " +
        "--nova-availabilityzone cern-geneva-b --nova-flavor m2.large --landb-mainuser alice-agile-admin " +
        "--landb-responsible alice-agile-admin --nova-attach-new-volume vdb=200GB alimesos04",
    ),
  ]);
});

test("an agent is created with the guide's options, in its order", async () => {
  const { hosts } = await outcome("ai-bs", 0);
  assert.deepEqual([...hosts.jobs.values()][0]?.argv, [
    ...["env", "-u", "OS_PROJECT_ID", "-u", "OS_TENANT_ID", "-u", "OS_TENANT_NAME"],
    ...["OS_PROJECT_NAME=ALICE Release Testing", "ai-bs", "-g", "alibuild/mesos/slave"],
    ...["--foreman-environment", "alibuild_devel", "--cc7", "--nova-sshkey", "alibuild"],
    ...["--nova-flavor", "m2.2xlarge", "--landb-mainuser", "alice-agile-admin"],
    ...["--landb-responsible", "alice-agile-admin", "--nova-attach-new-volume", "vdb=500GB:type=io1", "alibuild08"],
  ]);
});

for (const [name, command] of [
  ["ai-rebuild-vm", "ai-rebuild-vm --cc7 alibuild07"],
  ["ai-kill", "ai-kill alibuild07"],
  ["openstack", "openstack server reboot --hard alibuild07"],
] as const) {
  test(`the guide's own words: ${command}`, async () => {
    const { hosts, journal, error } = await outcome(name, 0, "accepted\n");
    assert.equal(error, undefined);
    assert.deepEqual(hosts.started, [line(command)]);
    assert.deepEqual(journal.lines, ["accepted"]);
    assert.ok(!isReadOnly({ argv: [...hosts.jobs.values()][0]?.argv ?? [] }), "it needs a permit");
  });
}

/** What provably was not done may be tried anew; everything else is told once and never repeated by itself. */
const codes: readonly (readonly [Operation, number, "not" | "doubt" | "part", RegExp])[] = [
  ["ai-bs", 3, "not", /nothing was made/],
  ["ai-bs", 4, "not", /no Kerberos ticket; nothing was made/],
  ["ai-bs", 5, "not", /name was not taken; nothing was made/],
  ["ai-bs", 6, "not", /user data .* nothing was made/],
  ["ai-bs", 7, "not", /user data .* nothing was made/],
  ["ai-bs", 10, "not", /no server and no volume was made, a record in Foreman may be there/],
  ["ai-bs", 20, "not", /record in Foreman was taken back, no server/],
  ["ai-bs", 30, "doubt", /record in Foreman was taken back, a volume that was already made is left behind/],
  ["ai-bs", 40, "doubt", /a volume that was already made is left behind/],
  ["ai-bs", 50, "not", /did not let the wrapper in/],
  ["ai-bs", 99, "doubt", /does not say what was done/],
  ["ai-bs", 127, "not", /does not have that program/],
  ["ai-rebuild-vm", 4, "not", /nothing was rebuilt/],
  ["ai-rebuild-vm", 10, "not", /Foreman has no record .* nothing was rebuilt/],
  ["ai-rebuild-vm", 20, "not", /certificate was not staged; nothing was rebuilt/],
  ["ai-rebuild-vm", 30, "doubt", /Nova did not take the rebuild/],
  ["ai-rebuild-vm", 50, "not", /nothing was rebuilt/],
  ["ai-kill", 4, "not", /nothing was deleted/],
  ["ai-kill", 10, "not", /no server of that name in the project; nothing was deleted/],
  ["ai-kill", 20, "part", /the server is deleted; its record in Foreman could not be, and remains/],
  ["ai-kill", 30, "not", /nothing was deleted/],
  ["openstack", 1, "doubt", /client failed/],
];

for (const [name, exitCode, done, why] of codes) {
  test(`${name} that ends with ${exitCode}`, async () => {
    const { error, journal } = await outcome(name, exitCode, "one\ntwo\nERROR: so it is\n");
    if (done === "part") {
      assert.equal(error, undefined);
      return assert.match(journal.lines.join("\n"), why);
    }
    assert.ok(error instanceof OpsError);
    assert.equal(error instanceof NotDone, done === "not");
    assert.equal(error.reason, "system");
    assert.match(error.why, why);
    assert.match(error.why, /ERROR: so it is$/);
    assert.match(error.what, new RegExp(`for alibuild0[78] ended with exit code ${exitCode}$`));
    assert.notEqual(error.next, "");
  });
}

for (const output of [
  "ERROR: Quota exceeded for cores (HTTP 403) (Request-ID: req-1)",
  "Cannot 'reboot' instance while it is in task_state rebuilding (HTTP 409) (Request-ID: req-2)",
]) {
  test(`refused by OpenStack, so nothing was done: ${output}`, async () => {
    for (const [name, exitCode] of [
      ["ai-rebuild-vm", 30],
      ["openstack", 1],
    ] as const) {
      assert.ok((await outcome(name, exitCode, output)).error instanceof NotDone);
    }
    const made = await outcome("ai-bs", 30, output);
    assert.ok(!(made.error instanceof NotDone), "a volume may have been made before the server was refused");
  });
}

test("options that the wrapper does not know: nothing began", async () => {
  const output = "usage: ai-bs [options] host\nai-bs: error: unrecognized arguments: --cc7\n";
  assert.ok((await outcome("ai-bs", 2, output)).error instanceof NotDone);
  assert.ok(!((await outcome("ai-bs", 2, "half way")).error instanceof NotDone));
});

test("a time-out between the wrapper and OpenStack proves nothing", async () => {
  for (const output of ["Gateway Timeout (HTTP 504)", "Request Timeout (HTTP 408)", "Connection aborted"]) {
    assert.ok(!((await outcome("ai-bs", 30, output)).error instanceof NotDone));
  }
});

test("what provably was not done is tried anew with a retry; what may have been is not", async () => {
  const hosts = inProject(new Hosts()).once(line("ai-kill"), ended(30)).once(line("ai-kill"), ended(0));
  const journal = new Journal();
  const kill = operations(hosts, journal)["ai-kill"];
  await assert.rejects(kill(), { name: "NotDone" });
  await kill();
  assert.equal(hosts.started.length, 2);
  const doubtful = inProject(new Hosts()).once(line("ai-bs"), ended(30));
  const create = operations(doubtful, journal)["ai-bs"];
  await assert.rejects(create(), { code: "ai-bs-30" });
  await assert.rejects(create(), { code: "ai-bs-30" });
  assert.equal(doubtful.started.length, 1);
});

test("a resume looks at the machine that it was started on, whoever answers to the alias now", async () => {
  const hosts = inProject(new Hosts()).once(line("ai-rebuild-vm"), ended(0));
  const journal = new Journal();
  journal.diesIn = "ai-rebuild-vm";
  await assert.rejects(operations(hosts, journal)["ai-rebuild-vm"]());
  journal.diesIn = undefined;
  hosts.node = "aiadm82.cern.ch";
  await operations(hosts, journal)["ai-rebuild-vm"]();
  assert.deepEqual(hosts.started, [line("ai-rebuild-vm --cc7 alibuild07")]);
  assert.deepEqual(journal.done.get("gateway"), { node });
  assert.match(journal.events.join("\n"), /settled yes: ai-rebuild-vm on aiadm81\.cern\.ch ended with exit code 0/);
});

test("a machine that went down under a wrapper leaves a doubt", async () => {
  const hosts = inProject(new Hosts()).once(line("ai-kill"), { state: "lost", output: "Deleting alibuild07\n" });
  const journal = new Journal();
  await assert.rejects(operations(hosts, journal)["ai-kill"](), /in doubt/);
  assert.match(journal.events.join("\n"), /settled unknown: .* its last lines: Deleting alibuild07/);
  assert.equal(hosts.started.length, 1);
});

test("another project of the same name is refused before anything is started", async () => {
  const hosts = inProject(new Hosts(), "ffffffffffffffffffffffffffffffff");
  for (const name of ["ai-bs", "ai-rebuild-vm", "ai-kill", "openstack"] as const) {
    const journal = new Journal();
    const refused = { name: "NotDone", code: "wrong-project", reason: "refused" };
    await assert.rejects(operations(hosts, journal)[name](), refused);
    assert.doesNotMatch(JSON.stringify([journal.events, journal.lines]), /gAAAA/);
  }
  assert.deepEqual(hosts.started, []);
});

test("a name that does not mean exactly the judged server is refused before anything is started", async () => {
  for (const ids of [[], ["9999"], ["0a1b", "9999"], ["9999", "0a1b"]]) {
    const hosts = servers(inProject(new Hosts()), ...ids);
    for (const name of ["ai-rebuild-vm", "ai-kill", "openstack"] as const) {
      const refused = { name: "NotDone", code: "wrong-server", reason: "refused" };
      await assert.rejects(operations(hosts, new Journal())[name](), refused);
    }
    assert.deepEqual(hosts.started, []);
  }
});

test("a name that is taken is not created once more, and what cannot be listed is not touched", async () => {
  const hosts = inProject(new Hosts());
  const { provisioner } = operations(hosts, new Journal());
  const taken = { code: "wrong-server", why: /is there already: 0a1b/ };
  await assert.rejects(provisioner.create(specOf("agents", "alibuild07"), new Journal()), taken);
  for (const answer of [{ exitCode: 1, stderr: "HTTP 503" }, { stdout: "nonsense" }, sshError("ssh-lost")]) {
    hosts.answer(line("openstack server list --name ^alibuild07$"), answer);
    const failed = { name: "NotDone", code: "gateway-servers" };
    await assert.rejects(operations(hosts, new Journal())["ai-kill"](), failed);
  }
  assert.deepEqual(hosts.started, []);
});

test("the last look before a wrapper is one that needs no permit", async () => {
  const { hosts } = await outcome("ai-kill", 0);
  assert.equal(hosts.asked.length, 2);
  for (const { argv } of hosts.asked) assert.ok(isReadOnly({ argv }), argv.join(" "));
});

test("without a token nothing is started", async () => {
  const hosts = new Hosts().answer(line("openstack"), { exitCode: 1, stderr: "Could not find project: ALICE" });
  await assert.rejects(operations(hosts, new Journal())["ai-kill"](), { name: "NotDone", code: "gateway-token" });
  assert.deepEqual(hosts.started, []);
});

test("a gateway that cannot be reached was sent nothing", async () => {
  const hosts = inProject(new Hosts());
  hosts.node = sshError("ssh-timeout");
  await assert.rejects(operations(hosts, new Journal())["ai-kill"](), { name: "NotDone", code: "ssh-timeout" });
  hosts.node = "$(reboot)";
  await assert.rejects(operations(hosts, new Journal())["ai-kill"](), { name: "NotDone", code: "gateway-node" });
  assert.deepEqual(hosts.started, []);
});

test("no argument is taken for an option, a pattern or a shell's text", async () => {
  const hosts = inProject(new Hosts());
  const { provisioner } = operations(hosts, new Journal());
  const bad = { code: "bad-argument" };
  for (const name of ["-d", "--help", "alibuild07 alibuild03", "alibuild0*", "a;b", "", "ALIBUILD07", "a.cern.ch"]) {
    const server = { ...agent, name };
    await assert.rejects(async () => provisioner.remove(server, new Journal()), bad);
    await assert.rejects(async () => provisioner.rebuild(server, image, new Journal()), bad);
    await assert.rejects(async () => provisioner.reboot(server, new Journal()), bad);
    await assert.rejects(async () => provisioner.create({ ...specOf("agents", "x"), name }, new Journal()), bad);
  }
  const option = { ...image, imageOption: "cc7 alibuild03" };
  await assert.rejects(async () => provisioner.rebuild(agent, option, new Journal()), bad);
  assert.deepEqual([hosts.started, hosts.asked], [[], []]);
});
