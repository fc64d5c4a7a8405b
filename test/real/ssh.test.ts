import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import { userInfo } from "node:os";
import { join } from "node:path";
import test, { type TestContext } from "node:test";
import { NotDone, OpsError } from "#src/model/error.ts";
import type { HostCommands } from "#src/model/host-commands.ts";
import { makeKey } from "../../scripts/real/sshd.ts";
import { bySystem, Lab, noSshd } from "./sshd.ts";

const look = { argv: ["uptime", "-s"] } as const;
const code = (expected: string) => (error: unknown) => error instanceof OpsError && error.code === expected;
/** Programs that the tests run on the host stand in the shell's own words, by a permit. */
const shell = (text: string) => ({ argv: ["sh", "-c", text] });

/** The same cases by both ways of connecting. */
function bothWays(name: string, work: (t: TestContext, lab: Lab, all: string) => Promise<void>): void {
  for (const [way, all] of [
    ["ssh2", ""],
    ["the system's ssh", bySystem],
  ] as const) {
    test(`${name}, by ${way}`, { skip: noSshd }, async (t) => work(t, await new Lab(t).operator(), all));
  }
}

bothWays("commands share one connection, and arguments arrive as they are", async (_t, lab, all) => {
  const sshd = await lab.host("alibuild07");
  const ssh = lab.commandsOnHosts({}, all);
  const odd = ["it's", "$HOME", "", "`id`", "!!", "new\nline", "-oProxyCommand=id"];
  const command = { argv: ["printf", "<%s>", ...odd], env: { A: "b" } };
  const results = await Promise.all([
    ssh.run("alibuild07", command, { permit: lab.permit() }),
    ssh.run("alibuild07", { argv: ["test", "-e", "/not/there"] }),
    ...Array.from({ length: 12 }, () => ssh.run("alibuild07", look)),
  ]);
  assert.equal(results[0]?.stdout, odd.map((word) => `<${word}>`).join(""));
  assert.deepEqual(
    results.slice(1).map(({ exitCode }) => exitCode),
    [1, ...Array(12).fill(0)],
  );
  assert.equal(readFileSync(sshd.logFile, "utf8").match(/Accepted publickey/g)?.length, 1);
});

bothWays("50 MB of output are bounded and stay in order", async (_t, lab, all) => {
  await lab.host("alibuild07");
  const ssh = lab.commandsOnHosts({}, all);
  const command = { ...shell("seq 1 6300000; echo late >&2"), outputBytes: 1000 };
  const { stdout, stderr, isTruncated, exitCode } = await ssh.run("alibuild07", command, { permit: lab.permit() });
  assert.deepEqual([exitCode, isTruncated, stderr], [0, true, "late\n"]);
  assert.ok(stdout.startsWith("1\n2\n") && stdout.endsWith("\n6300000\n") && stdout.length < 1100);
});

bothWays("a shell that hangs ends the wait, and the next command goes on", async (_t, lab, all) => {
  await lab.host("alibuild07");
  const ssh = lab.commandsOnHosts({}, all);
  const hung = ssh.run("alibuild07", { ...shell("sleep 30"), withinSeconds: 0.5 }, { permit: lab.permit() });
  await assert.rejects(hung, code("ssh-timeout"));
  assert.equal((await ssh.run("alibuild07", look)).exitCode, 0);
});

bothWays("a host that dies in mid-command leaves a doubt", async (_t, lab, all) => {
  const sshd = await lab.host("alibuild07");
  const ssh = lab.commandsOnHosts({}, all);
  const lines: string[] = [];
  const dying = ssh.run("alibuild07", shell("echo begun; sleep 20"), {
    permit: lab.permit(),
    onLine: (line) => {
      lines.push(line);
      killSessions(sshd.pid);
    },
  });
  await assert.rejects(dying, (error) => code("ssh-lost")(error) && !(error instanceof NotDone));
  assert.deepEqual(lines, ["begun"]);
  assert.equal((await ssh.run("alibuild07", look)).exitCode, 0);
});

bothWays("exit status 255", async (_t, lab, all) => {
  await lab.host("alibuild07");
  const ssh = lab.commandsOnHosts({}, all);
  const text = "echo 'Permission denied (publickey).' >&2; exit 255";
  const running = ssh.run("alibuild07", shell(text), { permit: lab.permit() });
  if (all === "") assert.equal((await running).exitCode, 255);
  else await assert.rejects(running, (error) => code("ssh-lost")(error) && !(error instanceof NotDone));
});

bothWays("nobody is let in, or nobody is there: provably nothing was done", async (_t, lab, all) => {
  await lab.host("alibuild07", { authorizedKeys: "/dev/null" });
  const gone = await lab.host("alibuild09");
  await gone.stop();
  const ssh = lab.commandsOnHosts({}, all);
  const doing = (host: string) => ssh.run(host, { argv: ["touch", "/x"] }, { permit: lab.permit() });
  await assert.rejects(doing("alibuild07"), (error) => error instanceof NotDone && error.code === "ssh-refused");
  await assert.rejects(doing("alibuild09"), (error) => error instanceof NotDone && error.code === "ssh-unreachable");
  await assert.rejects(ssh.run("alibuild09", look), (error) => !(error instanceof NotDone));
});

bothWays("an unknown and a changed key stop everything until they are taken", async (_t, lab, all) => {
  const sshd = await lab.host("alibuild07", { keyTypes: ["ed25519", "ecdsa", "rsa"] });
  const ssh = lab.commandsOnHosts({}, all);
  await ssh.run("alibuild07", look);
  ssh.close();
  await sshd.stop();
  for (const type of ["ed25519", "ecdsa", "rsa"]) {
    for (const end of ["", ".pub"]) rmSync(join(lab.folder, "alibuild07", `host_${type}${end}`));
  }
  const rebuilt = await lab.host("alibuild07", { port: sshd.port, isKnown: false, keyTypes: ["rsa", "ecdsa"] });
  const later = lab.commandsOnHosts({}, all);
  const key = await later.hostKey("alibuild07");
  assert.equal(key.status, "changed");
  await assert.rejects(
    later.run("alibuild07", look),
    (error) => code("ssh-host-key")(error) && String(error).includes(key.fingerprint),
  );
  assert.equal(
    readFileSync(rebuilt.logFile, "utf8").match(/Accepted publickey/g)?.length,
    1,
    "only before the rebuild",
  );
  await later.acceptHostKey("alibuild07", key.fingerprint, lab.permit());
  assert.equal((await later.run("alibuild07", look)).exitCode, 0);
});

bothWays("a host behind another one", async (_t, lab, all) => {
  const bastion = await lab.host("bastion");
  await lab.host("alibuild07", { block: "ProxyJump bastion.cern.ch" });
  const inner = bySystem === all ? "" : all;
  const ssh = lab.commandsOnHosts({}, inner);
  if (all === bySystem)
    appendFileSync(join(lab.sshFolder, "config"), "Host alibuild07.cern.ch\n  GSSAPIAuthentication yes\n");
  // The system's ssh reads known hosts for the jump from its own settings.
  appendFileSync(join(lab.sshFolder, "config"), `Host *\n  UserKnownHostsFile ${join(lab.sshFolder, "known_hosts")}\n`);
  assert.equal((await ssh.run("alibuild07", look)).exitCode, 0);
  assert.equal(readFileSync(bastion.logFile, "utf8").match(/Accepted publickey/g)?.length, 1);
});

bothWays("what a host reaches is reached by way of it", async (t, lab, all) => {
  await lab.host("aiadm");
  const server = createServer((request, response) => response.end(`hello from ${request.url}`)).listen(0, "127.0.0.1");
  t.after(() => server.close());
  await once(server, "listening");
  const at = server.address();
  assert.ok(at && typeof at === "object");
  const ssh = lab.commandsOnHosts(
    { gateway: "aiadm.cern.ch" },
    `${all}Host aiadm.cern.ch\n  User ${process.env.USER ?? "root"}\n`,
  );
  const target = { host: "127.0.0.1", port: at.port };
  const { host, port } = await ssh.forward("aiadm", target);
  const answers = await Promise.all(
    ["a", "b"].map(async (path) => (await fetch(`http://${host}:${port}/${path}`)).text()),
  );
  assert.deepEqual(answers, ["hello from /a", "hello from /b"]);
  assert.deepEqual(await ssh.forward("aiadm", target), { host, port });
});

bothWays("a command started once survives its connection and the console", async (_t, lab, all) => {
  const sshd = await lab.host("alibuild07");
  const permit = lab.permit();
  const ssh = lab.commandsOnHosts({}, all);
  const go = join(lab.folder, "go");
  const command = shell(`echo begun; until [ -e ${go} ]; do sleep 0.05; done; echo done; exit 4`);
  await ssh.startOnce("alibuild07", command, permit);
  killSessions(sshd.pid);
  await ssh.startOnce("alibuild07", command, permit).catch(() => ssh.startOnce("alibuild07", command, permit));
  assert.deepEqual(await ssh.onceState("alibuild07", permit.token), { state: "running", output: "begun\n" });
  ssh.close();
  const later = lab.commandsOnHosts({}, all);
  writeFileSync(go, "");
  assert.deepEqual(await ended(later, permit.token), { state: "ended", exitCode: 4, output: "begun\ndone\n" });
  assert.ok(existsSync(join(lab.folder, "alibuild07", ".mesos-console", permit.token, "exit")));
});

test("a person is asked once where a login needs one, and the connection is shared", { skip: noSshd }, async (t) => {
  const lab = await new Lab(t).operator("a passphrase");
  const sshd = await lab.host("alibuild07");
  const asked = join(lab.folder, "asked");
  const askpass = join(lab.folder, "askpass");
  writeFileSync(askpass, `#!/bin/sh\necho asked >> ${asked}\necho 'a passphrase'\n`);
  chmodSync(askpass, 0o700);
  const refused = lab.commandsOnHosts();
  await assert.rejects(refused.run("alibuild07", look), code("ssh-refused"));
  const before = { ...process.env };
  Object.assign(process.env, { SSH_ASKPASS: askpass, SSH_ASKPASS_REQUIRE: "force" });
  t.after(() => {
    process.env = before;
  });
  let lent = 0;
  const ssh = lab.commandsOnHosts({
    lendTerminal: async (work) => {
      lent += 1;
      return await work();
    },
  });
  await ssh.run("alibuild07", look);
  await ssh.run("alibuild07", look);
  assert.deepEqual([lent, readFileSync(asked, "utf8")], [1, "asked\n"]);
  assert.equal(readFileSync(sshd.logFile, "utf8").match(/Accepted publickey/g)?.length, 1);
});

test("a key in the agent lets in, by ssh2", { skip: noSshd }, async (t) => {
  const lab = await new Lab(t).operator("a passphrase");
  await lab.host("alibuild07");
  const socket = join(lab.folder, "agent");
  const agent = spawn("ssh-agent", ["-D", "-a", socket], { stdio: "ignore" });
  t.after(() => agent.kill());
  const before = { ...process.env };
  process.env.SSH_AUTH_SOCK = socket;
  t.after(() => {
    process.env = before;
  });
  const plain = join(lab.folder, "plain");
  copyFileSync(lab.key, plain);
  execFileSync("ssh-keygen", ["-q", "-p", "-P", "a passphrase", "-N", "", "-f", plain]);
  for (let tries = 0; tries < 100 && !existsSync(socket); tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 20));
  execFileSync("ssh-add", ["-q", plain]);
  const ssh = lab.commandsOnHosts();
  assert.equal((await ssh.run("alibuild07", look)).exitCode, 0);
  assert.ok(!existsSync(join(lab.home, "ssh")), "the system's ssh was not needed");
});

test("certificates of the operator and of the host, by the system's ssh", { skip: noSshd }, async (t) => {
  const lab = await new Lab(t).operator();
  const authority = join(lab.folder, "authority");
  await makeKey(authority);
  const sign = (...args: readonly string[]) =>
    execFileSync("ssh-keygen", ["-q", "-s", authority, "-I", "test", ...args]);
  sign("-n", userInfo().username, `${lab.key}.pub`);
  const folder = join(lab.folder, "alibuild07");
  mkdirSync(folder);
  await makeKey(join(folder, "host_ed25519"));
  sign("-h", "-n", "127.0.0.1", join(folder, "host_ed25519.pub"));
  const more = [`TrustedUserCAKeys ${authority}.pub`, `HostCertificate ${join(folder, "host_ed25519-cert.pub")}`];
  const sshd = await lab.host("alibuild07", { authorizedKeys: "/dev/null", more, isKnown: false });
  const ssh = lab.commandsOnHosts();
  const line = `@cert-authority [127.0.0.1]:${sshd.port} ${readFileSync(`${authority}.pub`, "utf8")}`;
  appendFileSync(join(lab.sshFolder, "known_hosts"), line);
  assert.equal((await ssh.run("alibuild07", look)).exitCode, 0);
  assert.match(readFileSync(sshd.logFile, "utf8"), /Accepted publickey .* ED25519-CERT/);
});

test("a shared connection whose process was killed is replaced before anything is sent", {
  skip: noSshd,
}, async (t) => {
  const lab = await new Lab(t).operator();
  const sshd = await lab.host("alibuild07");
  const ssh = lab.commandsOnHosts({}, bySystem);
  await ssh.run("alibuild07", look);
  const [socket = ""] = readdirSync(join(lab.home, "ssh"));
  const asked = ["-o", `ControlPath=${join(lab.home, "ssh", socket)}`, "-O", "check", "alibuild07.cern.ch"];
  const { stderr } = spawnSync("ssh", asked, { encoding: "utf8" });
  process.kill(Number(/pid=(\d+)/.exec(stderr)?.[1]), "SIGKILL");
  const file = join(lab.folder, "touched");
  assert.equal((await ssh.run("alibuild07", { argv: ["touch", file] }, { permit: lab.permit() })).exitCode, 0);
  assert.ok(existsSync(file));
  assert.equal(readFileSync(sshd.logFile, "utf8").match(/Accepted publickey/g)?.length, 2);
});

test("an ended console leaves no shared connection behind", { skip: noSshd }, async (t) => {
  const lab = await new Lab(t).operator();
  await lab.host("alibuild07");
  const ssh = lab.commandsOnHosts({}, bySystem);
  await ssh.run("alibuild07", look);
  const [socket = ""] = readdirSync(join(lab.home, "ssh"));
  assert.ok(existsSync(join(lab.home, "ssh", socket)));
  ssh.close();
  assert.ok(!existsSync(join(lab.home, "ssh", socket)));
});

/** Ends the processes that serve connections, as a host does that goes down; the server itself stays. */
function killSessions(pid: number): void {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean);
  for (const child of children) process.kill(Number(child), "SIGKILL");
}

async function ended(ssh: HostCommands, token: string) {
  for (let looks = 0; looks < 100; looks += 1) {
    const state = await ssh.onceState("alibuild07", token);
    if (state.state !== "running") return state;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("it runs for ever");
}
