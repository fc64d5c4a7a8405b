import assert from "node:assert/strict";
import test from "node:test";
import type { Fields, Json } from "#src/model/json.ts";
import { ended, fingerprint, Hosts, sshError } from "./double.ts";
import { changeOf, draftOf, Journal, open } from "./stage.ts";

const host = "alibuild07";
const full = "alibuild07.cern.ch";

function made(hosts: Hosts, kind: string, desired: Fields, journal = new Journal()) {
  const system = open(hosts);
  const change = changeOf(draftOf(system, kind, host, desired));
  return { journal, done: system.apply(change, journal) };
}

const puppet = (hosts: Hosts, journal?: Journal) => made(hosts, "puppet", { do: "run" }, journal);
const puppetLine = `${full}: puppet agent -t -v`;

for (const exitCode of [0, 2]) {
  test(`puppet that ends with ${exitCode} is clean`, async () => {
    const hosts = new Hosts().once(puppetLine, ended(exitCode, "Notice: Applied catalog in 8.10 seconds\n"));
    const { journal, done } = puppet(hosts);
    await done;
    assert.deepEqual(hosts.started, [puppetLine]);
    assert.deepEqual(journal.lines, ["Notice: Applied catalog in 8.10 seconds"]);
  });
}

for (const exitCode of [4, 6]) {
  test(`puppet that ends with ${exitCode} gives its error lines to report`, async () => {
    const output = "Info: Using configured environment\nError: /Stage[main]/Docker: could not start\nNotice: Applied\n";
    await assert.rejects(puppet(new Hosts().once(puppetLine, ended(exitCode, output))).done, {
      code: "puppet-errors",
      reason: "system",
      why: "Error: /Stage[main]/Docker: could not start",
      next: /report them/,
    });
  });
}

test("of a puppet run only its error lines are journaled, wherever they stand: it shows what is in files", async () => {
  const output = `Error: so it is\n${"-password = old\n+password = secret\n".repeat(500)}Notice: Applied catalog\n`;
  const { journal, done } = puppet(new Hosts().once(puppetLine, ended(6, output)));
  await assert.rejects(done, { code: "puppet-errors", why: "Error: so it is" });
  assert.deepEqual(journal.done.get("puppet-agent"), { exitCode: 6, output: "Error: so it is" });
});

test("puppet that ends with 1 has failed", async () => {
  const output = "Error: Could not retrieve catalog from remote server\n";
  await assert.rejects(puppet(new Hosts().once(puppetLine, ended(1, output))).done, {
    code: "puppet-failed",
    why: /exit code 1\nError: Could not retrieve catalog/,
  });
});

const busy =
  "Notice: Run of Puppet configuration client already in progress; skipping  (/opt/puppetlabs/puppet/cache/state/agent_catalog_run.lock exists)\n";

test("a held puppet lock is waited for, and is no attempt", async () => {
  const hosts = new Hosts().once(puppetLine, ended(1, busy)).once(puppetLine, ended(2));
  const locks = [0, 0, 1];
  const run = hosts.run.bind(hosts);
  hosts.run = async (at, command) => ({ ...(await run(at, command)), exitCode: locks.shift() ?? 1 });
  const { journal, done } = puppet(hosts);
  await done;
  assert.deepEqual(journal.events, [
    "puppet-agent intended",
    "puppet-agent done",
    "waits: the puppet run under way on alibuild07 has ended",
    "puppet-agent-2 intended",
    "puppet-agent-2 done",
  ]);
  const lock = "/opt/puppetlabs/puppet/cache/state/agent_catalog_run.lock";
  assert.deepEqual(
    hosts.asked.map(({ argv }) => argv),
    [
      ["test", "-e", lock],
      ["test", "-e", lock],
      ["test", "-e", lock],
    ],
  );
});

test("a host that goes down under puppet fails that attempt, and nothing is run twice", async () => {
  const hosts = new Hosts().once(puppetLine, { state: "lost", output: "Info: Loading facts\n" });
  await assert.rejects(puppet(hosts).done, { code: "puppet-failed", why: /without an exit code/ });
  assert.equal(hosts.started.length, 1);
});

test("a console that died meanwhile finds how puppet ended, and does not run it again", async () => {
  const running = { state: "running", output: "Info: Loading facts\n" } as const;
  const hosts = new Hosts().once(puppetLine, running, ended(2, "Info: Loading facts\nNotice: Applied\n"));
  const journal = new Journal();
  journal.diesIn = "puppet-agent";
  await assert.rejects(puppet(hosts, journal).done);
  journal.diesIn = undefined;
  await puppet(hosts, journal).done;
  assert.deepEqual(hosts.started, [puppetLine]);
  assert.deepEqual(journal.events.slice(1), [
    "puppet-agent settled yes: puppet on alibuild07.cern.ch ended with exit code 2",
    "puppet-agent done",
  ]);
});

test("a new host's image is pulled; a pull that failed may be tried anew", async () => {
  const line = `${full}: docker pull alisw/slc7-builder`;
  const hosts = new Hosts().once(line, ended(1, "Using default tag: latest\nError: toomanyrequests\n"));
  const journal = new Journal();
  const desired = { do: "pull", image: "alisw/slc7-builder" };
  const failed = { code: "pull-failed", name: "NotDone", why: "Error: toomanyrequests" };
  await assert.rejects(made(hosts, "image", desired, journal).done, failed);
  await made(hosts, "image", desired, journal).done;
  assert.deepEqual(hosts.started, [line, line]);
  for (const image of ["--help", "a b", "x;reboot", ""]) {
    await assert.rejects(made(hosts, "image", { do: "pull", image }).done, { code: "bad-image" });
  }
  assert.equal(hosts.started.length, 2);
});

test("exactly the key that was shown is accepted", async () => {
  const accept = (seen: Record<string, Json>, hosts = new Hosts()) => {
    const { done } = made(hosts, "host-key", { do: "accept", evidence: "host-key" }, new Journal(undefined, seen));
    return done.then(() => hosts.accepted);
  };
  const shown = { fingerprint: fingerprint("c") };
  assert.deepEqual(await accept({ "host-key": shown }), [`${full} ${fingerprint("c")}`]);
  await assert.rejects(accept({}), { code: "host-key-not-shown", name: "NotDone" });
  await assert.rejects(accept({ other: shown }), { code: "host-key-not-shown" });
});

test("a container is restarted by its whole name", async () => {
  const line = `${full}: docker restart mesos-master`;
  const hosts = new Hosts().once(line, ended(0, "mesos-master\n"));
  await made(hosts, "container", { do: "restart", container: "mesos-master" }).done;
  assert.deepEqual(hosts.started, [line]);
  const absent = new Hosts().once(line, ended(1, "Error response from daemon: No such container: mesos-master"));
  await assert.rejects(made(absent, "container", { do: "restart", container: "mesos-master" }).done, {
    name: "NotDone",
    code: "container-restart-failed",
  });
  await assert.rejects(made(hosts, "container", { do: "restart", container: "-f" }).done, { code: "bad-container" });
});

test("a restart of which the end is not known is a doubt", async () => {
  const line = `${full}: docker restart mesos-master`;
  const hosts = new Hosts().once(line, { state: "lost", output: "" });
  await assert.rejects(made(hosts, "container", { do: "restart", container: "mesos-master" }).done, /in doubt/);
});

test("a typed command runs once, whatever its exit code", async () => {
  const argv = ["systemctl", "restart", "docker; reboot"];
  const line = `${full}: systemctl restart`;
  const hosts = new Hosts().once(line, ended(3, "no\nUnit not found.\n"));
  const journal = new Journal();
  const failed = { code: "command-failed", why: "Unit not found." };
  await assert.rejects(made(hosts, "command", { do: "run", argv }, journal).done, failed);
  await assert.rejects(made(hosts, "command", { do: "run", argv }, journal).done, failed);
  assert.deepEqual(
    [...hosts.jobs.values()].map((job) => job.argv),
    [argv],
  );
});

test("a typed command is for masters and agents, never for the gateway or another host", async () => {
  const hosts = new Hosts();
  const system = open(hosts);
  for (const name of ["aiadm", "aiadm81", "foreman", "alibuild"]) {
    const desired = { do: "run", argv: ["reboot"] };
    assert.throws(() => draftOf(system, "command", name, desired), { code: "not-a-host-of-ours", reason: "refused" });
    const forged = { ...changeOf(draftOf(system, "command", host, desired)), name };
    await assert.rejects(system.apply(forged, new Journal()), { code: "not-a-host-of-ours" });
  }
  assert.deepEqual(hosts.started, []);
});

test("what is planned says what is done and at what risk", () => {
  const system = open(new Hosts());
  const drafts = [
    draftOf(system, "puppet", host, { do: "run" }),
    draftOf(system, "image", host, { do: "pull", image: "alisw/slc7-builder" }),
    draftOf(system, "host-key", host, { do: "accept", evidence: "host-key" }),
    draftOf(system, "container", host, { do: "restart", container: "mesos-master" }),
    draftOf(system, "command", host, { do: "run", argv: ["echo", "it's"] }),
  ];
  assert.deepEqual(
    drafts.map(({ action, risk, does }) => [action, risk, does]),
    [
      ["act", "safe", "run puppet agent -t -v on alibuild07"],
      ["act", "safe", "run docker pull alisw/slc7-builder on alibuild07"],
      ["act", "safe", "take the key that alibuild07 showed for its own: whoever holds it is taken for alibuild07"],
      ["act", "disruptive", "run docker restart mesos-master on alibuild07"],
      ["act", "destructive", "run echo 'it'\\''s' on alibuild07"],
    ],
  );
  assert.deepEqual(drafts[0]?.targets[0]?.names, ["alibuild07", "alibuild07.cern.ch"]);
});

test("a host that cannot be reached was not sent anything", async () => {
  const hosts = new Hosts().failToStart(sshError("ssh-unreachable", "connection refused"));
  await assert.rejects(puppet(hosts).done, { name: "NotDone", code: "ssh-unreachable" });
  assert.deepEqual(hosts.started, []);
});
