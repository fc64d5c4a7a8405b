import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import test from "node:test";
import { OpsError } from "#src/model/error.ts";
import { Stage } from "./stage.ts";

const look = { argv: ["uptime"] } as const;
/** Ends at once, without a shell: these tests are about connections. */
const quick = (_: string, channel: { exit(code: number): void; end(): void }) => {
  channel.exit(0);
  channel.end();
};
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test("a connection that nobody uses is closed, and made again when it is needed", async (t) => {
  const stage = new Stage(t);
  await stage.host("alibuild07", { play: quick });
  const ssh = stage.commandsOnHosts({ limits: { idleCloseMs: 20 } });
  await ssh.run("alibuild07", look);
  for (let tries = 0; tries < 100 && stage.open > 0; tries += 1) await pause(10);
  assert.equal(stage.open, 0);
  await ssh.run("alibuild07", look);
  assert.equal(stage.logins, 2);
});

test("a connection on which a command did not end in time is not used again", async (t) => {
  const stage = new Stage(t);
  let isHung = true;
  await stage.host("alibuild07", { play: (command, channel) => void (isHung || quick(command, channel)) });
  const ssh = stage.commandsOnHosts();
  await assert.rejects(ssh.run("alibuild07", { ...look, withinSeconds: 0.05 }));
  isHung = false;
  await ssh.run("alibuild07", look);
  assert.equal(stage.logins, 2);
});

test("only so many handshakes are under way at the same time", async (t) => {
  const stage = new Stage(t);
  const names = Array.from({ length: 8 }, (_, at) => `alibuild${at + 1}`);
  for (const name of names) await stage.host(name, { play: quick });
  const ssh = stage.commandsOnHosts({ limits: { handshakesAtOnce: 3 } });
  await Promise.all(names.map((name) => ssh.run(name, look)));
  assert.equal(stage.logins, 8);
  assert.ok(stage.mostHandshakes <= 3, `${stage.mostHandshakes} at once`);
});

test("one host that hangs does not hold the others", async (t) => {
  const stage = new Stage(t);
  await stage.host("alibuild01", { play: () => {} });
  await stage.host("alibuild07", { play: quick });
  const ssh = stage.commandsOnHosts();
  const hung = ssh.run("alibuild01", { ...look, withinSeconds: 0.3 });
  const other = await Promise.race([ssh.run("alibuild07", look), hung]);
  assert.equal(other.exitCode, 0);
  await assert.rejects(hung);
});

test("what a gateway reaches is reached by a loopback address; what it does not is told by the connection", async (t) => {
  const stage = new Stage(t);
  await stage.host("aiadm");
  await stage.host("alimesos01");
  const ssh = stage.commandsOnHosts({ gateway: "aiadm.cern.ch" });
  const banner = async (name: string) => {
    const socket = connect(await ssh.forward("aiadm", { host: `${name}.cern.ch`, port: 22 }));
    const [chunk] = await once(socket, "data").catch(() => ["nothing"]);
    socket.destroy();
    return String(chunk).slice(0, 7);
  };
  assert.deepEqual([await banner("alimesos01"), await banner("alimesos02")], ["SSH-2.0", "nothing"]);
  stage.remove("aiadm");
  ssh.close();
  await assert.rejects(
    stage.commandsOnHosts({ gateway: "aiadm.cern.ch" }).forward("aiadm", { host: "alimesos01.cern.ch", port: 22 }),
    (error) => error instanceof OpsError && error.code === "ssh-unreachable",
  );
});
