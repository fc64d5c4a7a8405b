import assert from "node:assert/strict";
import test from "node:test";
import { isReadOnly } from "#src/systems/ssh/read-only.ts";
import { fingerprint, Hosts, sshError } from "./double.ts";
import { look, noon, open, world } from "./stage.ts";

const full = "alibuild07.cern.ch";
const host = "alibuild07";
const silent = { lookWithinSeconds: 0.05 };

test("every command of a look is one that needs no permit", async () => {
  const hosts = new Hosts();
  const system = open(hosts);
  const parameters = {
    host,
    container: "a",
    atLeastPercent: 1,
    atMostSeconds: 1,
    before: { after: "2026" },
  };
  for (const name of [
    "pings",
    "ssh-works",
    "container-running",
    "disk-free",
    "clock-in-step",
    "boot-id",
    "booted-anew",
  ]) {
    await look(system, name, parameters);
  }
  await look(system, "booted-anew", { host, before: "x" });
  assert.equal(hosts.asked.length, 8);
  for (const asked of hosts.asked) assert.ok(isReadOnly({ argv: asked.argv }), asked.argv.join(" "));
});

test("ping is ICMP from here where that can be", async () => {
  const echoed: string[] = [];
  const echo = async (name: string) => echoed.push(name) > 0;
  const hosts = new Hosts();
  const state = await look(open(hosts, { world: world({ echo }) }), "pings", { host });
  assert.deepEqual([state.holds, echoed, hosts.asked], ["yes", [full], []]);
  const away = open(hosts, { world: world({ echo: async () => false }) });
  assert.match((await look(away, "pings", { host })).detail, /from aiadm\.cern\.ch/);
  hosts.answer("aiadm.cern.ch: ping", { exitCode: 1 });
  assert.equal((await look(away, "pings", { host })).holds, "no");
});

test("else it is ping on the gateway", async () => {
  const hosts = new Hosts();
  const state = await look(open(hosts), "pings", { host });
  assert.deepEqual([state.holds, state.detail], ["yes", "alibuild07 answers an ICMP echo (from aiadm.cern.ch)"]);
  assert.deepEqual(hosts.asked[0], {
    host: "aiadm.cern.ch",
    argv: ["ping", "-c", "1", "-W", "2", full],
    env: undefined,
  });
  hosts.answer("aiadm.cern.ch: ping", { exitCode: 1 });
  assert.equal((await look(open(hosts), "pings", { host })).holds, "no");
  hosts.answer("aiadm.cern.ch: ping", { exitCode: 2, stderr: "ping: alibuild07.cern.ch: Name or service not known" });
  const lost = await look(open(hosts), "pings", { host });
  assert.deepEqual([lost.holds, /not known/.test(lost.detail)], ["unknown", true]);
});

test("a login that is refused is a no, one that hangs is unknown", async () => {
  const login = (answer: Parameters<Hosts["answer"]>[1]) =>
    look(open(new Hosts().answer(`${full}: true`, answer), silent), "ssh-works", { host });
  assert.equal((await login({})).detail, "root logs in to alibuild07");
  for (const code of ["ssh-unreachable", "ssh-refused", "ssh-host-key"]) {
    assert.equal((await login(sshError(code))).holds, "no");
  }
  assert.equal((await login(sshError("ssh-timeout"))).holds, "unknown");
  const hung = await login("hang");
  assert.deepEqual([hung.holds, /gave no answer/.test(hung.detail)], ["unknown", true]);
  assert.notEqual(hung.next, undefined);
});

test("a host that hangs holds no other up, whatever is asked of it", async () => {
  const hosts = new Hosts().answer(full, "hang");
  const system = open(hosts, silent);
  const began = performance.now();
  const rows = await Promise.all([
    look(system, "disk-free", { host, atLeastPercent: 10 }),
    look(system, "clock-in-step", { host, atMostSeconds: 2 }),
    look(system, "container-running", { host, container: "zookeeper" }),
    look(system, "ssh-works", { host: "alibuild13" }),
  ]);
  assert.deepEqual(
    rows.map(({ holds }) => holds),
    ["unknown", "unknown", "unknown", "yes"],
  );
  assert.ok(performance.now() - began < 2_000);
});

const df = [
  "Filesystem     1024-blocks      Used Available Capacity Mounted on",
  "devtmpfs           8000000         0   8000000       0% /dev",
  "/dev/vda1        100000000  60000000  40000000      60% /",
  "/dev/vdb         500000000 475000000  25000000      95% /var/lib/docker data",
  "/dev/loop0          100000    100000         0     100% /snap/x",
].join("\n");

test("each of a host's own disks needs room", async () => {
  const system = open(new Hosts().answer(`${full}: df -P -k -l`, { stdout: df }));
  const enough = await look(system, "disk-free", { host, atLeastPercent: 5 });
  assert.deepEqual([enough.holds, enough.detail], ["yes", "/ 40 % free, /var/lib/docker data 5 % free"]);
  const scarce = await look(system, "disk-free", { host, atLeastPercent: 10 });
  assert.equal(scarce.holds, "no");
  const silentDf = open(new Hosts().answer(`${full}: df`, { exitCode: 1, stderr: "df: I/O error" }));
  assert.equal((await look(silentDf, "disk-free", { host, atLeastPercent: 10 })).holds, "unknown");
});

test("a clock is compared within the time that asking took", async () => {
  const clockAt = (seconds: number, tookMs = 0) => {
    const times = [noon, noon + tookMs];
    const clock = { now: () => times.shift() ?? noon, sleep: async () => {} };
    const stdout = `${(noon / 1000 + seconds).toFixed(9)}\n`;
    const hosts = new Hosts().answer(`${full}: date +%s.%N`, { stdout });
    return look(open(hosts, { world: world({ clock }) }), "clock-in-step", { host, atMostSeconds: 2 });
  };
  assert.equal((await clockAt(1.5)).holds, "yes");
  const ahead = await clockAt(90);
  assert.deepEqual([ahead.holds, ahead.detail.slice(0, 12)], ["no", "90.0 s ahead"]);
  assert.match((await clockAt(-90)).detail, /^90.0 s behind/);
  assert.equal((await clockAt(4, 8_000)).holds, "unknown");
  assert.equal((await clockAt(20, 8_000)).holds, "no");
});

const boots = ["11111111-2222-3333-4444-555555555555", "99999999-2222-3333-4444-555555555555"] as const;
const bootFile = `${full}: cat /proc/sys/kernel/random/boot_id`;

test("a new boot is proved by its id", async () => {
  const system = open(new Hosts().answer(bootFile, { stdout: `${boots[0]}\n` }));
  const before = await look(system, "boot-id", { host });
  assert.deepEqual([before.holds, before.value], ["yes", boots[0]]);
  assert.equal((await look(system, "booted-anew", { host, before: boots[0] })).holds, "no");
  assert.equal((await look(system, "booted-anew", { host, before: boots[1] })).holds, "yes");
  assert.equal((await look(system, "booted-anew", { host, before: null })).holds, "unknown");
});

test("of a host that hung before, a boot after that moment is a new one", async () => {
  const hung = await look(open(new Hosts().answer(bootFile, "hang"), silent), "boot-id", { host });
  assert.equal(hung.holds, "yes");
  assert.deepEqual(hung.value, { after: "2026-11-20T12:00:00.000Z" });
  const clock = { now: () => noon + 600_000, sleep: async () => {} };
  const upFor = (seconds: number) => {
    const hosts = new Hosts().answer(`${full}: cat /proc/uptime`, { stdout: `${seconds}.12 1.00\n` });
    return look(open(hosts, { world: world({ clock }) }), "booted-anew", { host, before: hung.value ?? null });
  };
  assert.equal((await upFor(500)).holds, "yes");
  assert.equal((await upFor(700)).holds, "no");
});

test("a host's key, beside what the server's console log shows", async () => {
  const told = async (status: "known" | "unknown" | "changed", log: string | Error) => {
    const hosts = new Hosts();
    hosts.key = { type: "ssh-ed25519", fingerprint: fingerprint("b"), status };
    const consoleLog = async () => {
      if (log instanceof Error) throw log;
      return log;
    };
    return look(open(hosts, { consoleLog }), "host-key-known", { host });
  };
  const block = (letter: string) =>
    `-----BEGIN SSH HOST KEY FINGERPRINTS-----\n256 ${fingerprint(letter)} root@alibuild07 (ED25519)\n`;
  const known = await told("known", "");
  assert.deepEqual([known.holds, known.value], ["yes", { fingerprint: fingerprint("b") }]);
  const same = await told("changed", block("a") + block("b"));
  assert.equal(same.holds, "no");
  assert.deepEqual(same.value, { fingerprint: fingerprint("b") });
  assert.match(same.detail, /ANOTHER key than the known one: ssh-ed25519 SHA256:b{43}; .* shows the same fingerprint$/);
  assert.match((await told("unknown", block("b") + block("a"))).detail, /shows OTHER fingerprints: SHA256:a{43}$/);
  assert.match((await told("unknown", "")).detail, /no key of alibuild07 is known; .* shows no fingerprint$/);
  assert.match((await told("unknown", sshError("x", "no token"))).detail, /could not be read \(no token\)$/);
});

test("a key is shown as soon as there is one, whatever is known of it", async () => {
  for (const status of ["known", "unknown", "changed"] as const) {
    const hosts = new Hosts();
    hosts.key = { type: "ssh-ed25519", fingerprint: fingerprint("b"), status };
    const state = await look(open(hosts), "host-key-shown", { host });
    assert.deepEqual(
      [state.holds, state.value],
      ["yes", { fingerprint: fingerprint("b"), isConfirmed: status === "known" }],
    );
    assert.match(state.detail, status === "known" ? /the key that is known/ : /console log shows no fingerprint$/);
  }
  const away = new Hosts();
  away.hostKey = async () => {
    throw sshError("ssh-unreachable", "connection refused");
  };
  assert.equal((await look(open(away), "host-key-shown", { host })).holds, "unknown");
});

test("a key is taken where one master takes it; one that is down says nothing of it", async () => {
  const row = async (...answers: readonly Parameters<Hosts["answer"]>[1][]) => {
    const hosts = new Hosts();
    for (const [index, answer] of answers.entries()) hosts.answer(`alimesos0${index + 1}.cern.ch: true`, answer);
    return (await open(hosts, silent).checkAccess())[0];
  };
  const down = sshError("ssh-unreachable", "connection refused");
  const passed = await row({}, down, {});
  assert.equal(passed?.what, "SSH lets me in to the masters as root");
  assert.deepEqual([passed?.result, passed?.next], ["pass", ""]);
  assert.match(passed?.evidence ?? "", /^in to alimesos01; alimesos02: .*connection refused; in to alimesos03$/);
  assert.equal((await row({}, sshError("ssh-refused"), {}))?.result, "fail");
  assert.equal((await row(down, "hang", down))?.result, "unknown");
});

test("what is no short host name is never asked", async () => {
  const hosts = new Hosts();
  for (const bad of ["-oProxyCommand=x", "alibuild07.cern.ch", "ALIBUILD07", "a;b", "", "a b"]) {
    await assert.rejects(look(open(hosts), "ssh-works", { host: bad }), { code: "bad-host-name" });
  }
  await assert.rejects(look(open(hosts), "no-such-thing", { host }), { code: "unknown-condition" });
  assert.deepEqual(hosts.asked, []);
});
