import assert from "node:assert/strict";
import test from "node:test";
import { NotDone, OpsError } from "#src/model/error.ts";
import { Stage } from "./stage.ts";

const look = { argv: ["uptime"] } as const;
const code = (expected: string) => (error: unknown) => error instanceof OpsError && error.code === expected;

test("each argument arrives as it is", async (t) => {
  const stage = new Stage(t);
  await stage.host("alibuild07");
  const ssh = stage.commandsOnHosts();
  const odd = ["it's", "$HOME", "a  b", "", "`id`", "!!", "new\nline", "\\", '"'];
  const argv = ["printf", "<%s>", ...odd];
  const { stdout } = await ssh.run("alibuild07", { argv, env: { A: "x y" } }, { permit: stage.permit() });
  assert.equal(stdout, odd.map((word) => `<${word}>`).join(""));
});

test("a non-zero exit code is a result", async (t) => {
  const stage = new Stage(t);
  await stage.host("alibuild07");
  const ssh = stage.commandsOnHosts();
  const result = await ssh.run("ALIBUILD07.cern.ch", { argv: ["test", "-e", "/not/there"] });
  assert.deepEqual(result, { exitCode: 1, stdout: "", stderr: "", isTruncated: false });
});

test("a connection is made once and used again, for several commands at the same time", async (t) => {
  const stage = new Stage(t);
  await stage.host("alibuild07");
  const ssh = stage.commandsOnHosts();
  await Promise.all(Array.from({ length: 20 }, () => ssh.run("alibuild07", { argv: ["true"] })));
  await ssh.run("alibuild07", { argv: ["true"] });
  assert.equal(stage.logins, 1);
  assert.equal(stage.commands.length, 21);
});

test("a connection that nobody used for long is tried before something is changed over it", async (t) => {
  const stage = new Stage(t);
  let isDead = false;
  await stage.host("alibuild07", {
    play: (command, channel) => {
      if (isDead && command !== "'true'") assert.fail("sent over a dead connection");
      if (!isDead) {
        channel.exit(0);
        channel.end();
      }
      isDead = false;
    },
  });
  const ssh = stage.commandsOnHosts({ limits: { tryAfterMs: 1, connectWithinMs: 300 } });
  await ssh.run("alibuild07", look);
  isDead = true;
  await new Promise((resolve) => setTimeout(resolve, 5));
  await ssh.run("alibuild07", { argv: ["touch", "/x"] }, { permit: stage.permit() });
  assert.equal(stage.logins, 2);
});

test("what does not only look is not sent without a permit", async (t) => {
  const stage = new Stage(t);
  await stage.host("alibuild07");
  const ssh = stage.commandsOnHosts();
  const forged = { run: "r1", change: "c", step: "c/e/1", token: "t" };
  await assert.rejects(ssh.run("alibuild07", { argv: ["reboot"] }), code("not-permitted"));
  await assert.rejects(ssh.run("alibuild07", { argv: ["reboot"] }, { permit: forged }), code("not-permitted"));
  await assert.rejects(ssh.startOnce("alibuild07", { argv: ["reboot"] }, forged), code("not-permitted"));
  await assert.rejects(ssh.acceptHostKey("alibuild07", "SHA256:x", forged), code("not-permitted"));
  assert.deepEqual(stage.commands, []);
  assert.equal(stage.logins, 0);
});

test("a host that is not reached: provably nothing was done, and a look just fails", async (t) => {
  const stage = new Stage(t);
  const ssh = stage.commandsOnHosts();
  const doing = ssh.run("alibuild07", { argv: ["reboot"] }, { permit: stage.permit() });
  await assert.rejects(doing, (error) => error instanceof NotDone && error.code === "ssh-unreachable");
  const looking = ssh.run("alibuild07", look);
  await assert.rejects(looking, (error) => !(error instanceof NotDone) && code("ssh-unreachable")(error));
});

test("another operator's key is refused, and that is proof too", async (t) => {
  const stage = new Stage(t);
  await stage.host("alibuild07");
  const other = new Stage(t).operator;
  const identity = { privateKey: other.privateKey, knownHosts: stage.world.ssh?.knownHosts ?? "" };
  const ssh = stage.commandsOnHosts({ world: { ...stage.world, ssh: identity } });
  const doing = ssh.run("alibuild07", { argv: ["reboot"] }, { permit: stage.permit() });
  await assert.rejects(doing, (error) => error instanceof NotDone && error.code === "ssh-refused");
});

test("a connection that ends in the middle is a doubt", async (t) => {
  const stage = new Stage(t);
  await stage.host("alibuild07", {
    play: (_, channel, connection) => channel.write("begun\n", () => connection.end()),
  });
  const ssh = stage.commandsOnHosts();
  const doing = ssh.run("alibuild07", { argv: ["reboot"] }, { permit: stage.permit() });
  await assert.rejects(doing, (error) => !(error instanceof NotDone) && code("ssh-lost")(error));
});

test("a command that hangs ends the wait, in total and without a byte", async (t) => {
  const stage = new Stage(t);
  await stage.host("alibuild07", { play: () => {} });
  await stage.host("alibuild09", { play: (_, channel) => void channel.write("a line\n") });
  const ssh = stage.commandsOnHosts();
  await assert.rejects(ssh.run("alibuild07", { ...look, withinSeconds: 0.05 }), code("ssh-timeout"));
  await assert.rejects(ssh.run("alibuild09", { ...look, idleSeconds: 0.05 }), code("ssh-timeout"));
});

test("output is bounded, streamed line by line and stripped of control sequences", async (t) => {
  const stage = new Stage(t);
  await stage.host("alibuild07", {
    play: (_, channel) => {
      channel.write("\u001b[31mred\u001b[0m\nhalf ");
      channel.write(`line\n${"x".repeat(100_000)}\nlast`);
      channel.exit(0);
      channel.end();
    },
  });
  const lines: string[] = [];
  const ssh = stage.commandsOnHosts();
  const result = await ssh.run("alibuild07", { ...look, outputBytes: 100 }, { onLine: (line) => lines.push(line) });
  assert.deepEqual(lines.slice(0, 2), ["red", "half line"]);
  assert.equal(lines.at(-1), "last");
  assert.ok(result.isTruncated && result.stdout.startsWith("red\nhalf line\n") && result.stdout.endsWith("xx\nlast"));
  assert.ok(result.stdout.length < 200);
});

test("a name that is none reaches nobody", async (t) => {
  const ssh = new Stage(t).commandsOnHosts();
  await assert.rejects(ssh.run("-oProxyCommand=id", look), code("unknown-host"));
});

test("a machine behind an alias says its name", async (t) => {
  const stage = new Stage(t);
  const play = (command: string) => (command === "'hostname' '-f'" ? "aiadm81.cern.ch\n" : "");
  await stage.host("aiadm", {
    play: (command, channel) => {
      channel.write(play(command));
      channel.exit(0);
      channel.end();
    },
  });
  assert.equal(await stage.commandsOnHosts({ gateway: "aiadm.cern.ch" }).nodeOf("aiadm.cern.ch"), "aiadm81.cern.ch");
});
