import assert from "node:assert/strict";
import test from "node:test";
import { lookOnceArgv, startOnceArgv } from "#src/model/once-scripts.ts";
import { openStage, type Stage } from "./stage.ts";

const away = ["OS_PROJECT_ID", "OS_TENANT_ID", "OS_TENANT_NAME"].flatMap((name) => ["-u", name]);
const inProject = ["env", ...away, "OS_PROJECT_NAME=ALICE Release Testing"];

/** Runs a command of the gateway to its end, in the project. */
async function onGateway({ run }: Stage, ...words: readonly string[]) {
  const { exitCode, stdout, stderr } = await run("aiadm81", ...inProject, ...words);
  return { exitCode, text: `${stdout}${stderr}` };
}

test("the gateway's name is another machine with each login, and their token directories are their own", async (context) => {
  const { run, close } = await openStage();
  context.after(close);
  const nodes = [await run("aiadm.cern.ch", "hostname", "-f"), await run("aiadm", "hostname", "-f")];
  assert.deepEqual(
    nodes.map(({ stdout }) => stdout),
    ["aiadm81.cern.ch\n", "aiadm82.cern.ch\n"],
  );
  await run("aiadm81.cern.ch", ...startOnceArgv("t-1", ["klist", "-s"]));
  assert.equal((await run("aiadm81", ...lookOnceArgv("t-1", 0))).stdout, "ended 0\n");
  assert.equal((await run("aiadm82", ...lookOnceArgv("t-1", 0))).stdout, "absent\n");
});

test("ai-rebuild-vm goes on without its connection and asks Nova for a rebuild", async (context) => {
  const { run, site, pass, close } = await openStage();
  context.after(close);
  await run("aiadm81", ...startOnceArgv("t-1", [...inProject, "ai-rebuild-vm", "--cc7", "alibuild07"]));
  pass(20);
  const { stdout } = await run("aiadm81", ...lookOnceArgv("t-1", 0));
  assert.match(stdout, /^ended 0\n.*Rebuild of server \S+ accepted/s);
  assert.equal(site.servers.byName("alibuild07")?.taskState, "rebuilding");
  const { metadata, id } = site.servers.byName("alibuild07") ?? {};
  assert.equal(metadata?.get("landb-mainuser"), "alice-agile-admin");
  assert.equal(site.volumes.of(id ?? "").length, 1);
});

test("ai-rebuild-vm without a record in Foreman, of a locked server and in another project does nothing", async (context) => {
  const stage = await openStage();
  context.after(stage.close);
  const { site } = stage;
  site.foreman.remove("alibuild01.cern.ch");
  site.servers.setLock(site.servers.byName("alibuild09")?.id ?? "", { reason: "never" });
  assert.equal((await onGateway(stage, "ai-rebuild-vm", "--cc7", "alibuild01")).exitCode, 10);
  const locked = await onGateway(stage, "ai-rebuild-vm", "--cc7", "alibuild09");
  assert.deepEqual([locked.exitCode, /is locked \(HTTP 409\)/.test(locked.text)], [30, true]);
  assert.equal((await stage.run("aiadm81", "ai-rebuild-vm", "--cc7", "alibuild07")).exitCode, 30);
  assert.equal((await onGateway(stage, "ai-rebuild-vm", "--force", "alibuild07")).exitCode, 2);
  assert.ok(site.servers.all().every(({ taskState }) => taskState === undefined));
});

test("ai-bs makes the record, the volume and the server; then a host comes up", async (context) => {
  const stage = await openStage();
  context.after(stage.close);
  const { site, pass, run } = stage;
  const options = ["-g", "alibuild/mesos/slave", "--foreman-environment", "alibuild_devel", "--cc7"];
  const machine = ["--nova-sshkey", "alibuild", "--nova-flavor", "m2.2xlarge", "--landb-mainuser", "alice-agile-admin"];
  const volume = ["--landb-responsible", "alice-agile-admin", "--nova-attach-new-volume", "vdb=500GB:type=io1"];
  const made = await onGateway(stage, "ai-bs", ...options, ...machine, ...volume, "alibuild21");
  assert.equal(made.exitCode, 0, made.text);
  const server = site.servers.byName("alibuild21");
  const [attached] = site.volumes.of(server?.id ?? "");
  assert.deepEqual([attached?.name, attached?.sizeGiB, attached?.type], ["alibuild21.cern.ch_vol_001", 500, "io1"]);
  assert.equal(site.foreman.get("alibuild21.cern.ch")?.hostgroup, "alibuild/mesos/slave");
  pass(300);
  assert.equal((await run("alibuild21", "hostname", "-f")).stdout, "alibuild21.cern.ch\n");
  assert.match((await run("alibuild21", "df", "-P", "-k", "-l")).stdout, /\/dev\/vdb .* \/var\/lib\/docker/);
  const again = await onGateway(stage, "ai-bs", ...options, ...machine, ...volume, "alibuild21");
  assert.deepEqual([again.exitCode, /Name has already been taken/.test(again.text)], [10, true]);
});

test("ai-bs that Nova refuses takes the record back and leaves the volume behind", async (context) => {
  const stage = await openStage();
  context.after(stage.close);
  const volume = ["--nova-attach-new-volume", "vdb=200GB"];
  const failed = await onGateway(
    stage,
    "ai-bs",
    "-g",
    "x",
    "--cc7",
    "--nova-flavor",
    "m9.huge",
    ...volume,
    "alibuild22",
  );
  assert.equal(failed.exitCode, 30);
  assert.equal(stage.site.foreman.get("alibuild22.cern.ch"), undefined);
  assert.ok(stage.site.volumes.all().some(({ name }) => name === "alibuild22.cern.ch_vol_001"));
});

test("ai-kill deletes the server, then the record; the volume stays", async (context) => {
  const stage = await openStage();
  context.after(stage.close);
  const { site, pass, run } = stage;
  const killed = await onGateway(stage, "ai-kill", "alibuild13");
  assert.equal(killed.exitCode, 0, killed.text);
  pass(60);
  assert.equal(site.servers.byName("alibuild13"), undefined);
  assert.equal(site.foreman.get("alibuild13.cern.ch"), undefined);
  const volume = site.volumes.all().find(({ name }) => name === "alibuild13.cern.ch_vol_001");
  assert.equal(volume?.status, "available");
  await assert.rejects(run("alibuild13", "true"), /connection refused/);
  assert.equal((await onGateway(stage, "ai-kill", "alibuild13")).exitCode, 10);
});

test("the gateway pings, has a ticket, gives tokens of the project, and asks Foreman", async (context) => {
  const stage = await openStage();
  context.after(stage.close);
  const { run, site } = stage;
  assert.equal((await run("aiadm81", "ping", "-c", "1", "-W", "2", "alibuild07.cern.ch")).exitCode, 0);
  assert.equal((await run("aiadm81", "ping", "-c", "1", "-W", "2", "alibuild99.cern.ch")).exitCode, 2);
  assert.match(
    (await run("aiadm81", "env", "LC_ALL=C", "TZ=UTC", "klist")).stdout,
    /^11\/20\/26 .* krbtgt\/CERN.CH@CERN.CH$/m,
  );
  const token = JSON.parse((await onGateway(stage, "openstack", "token", "issue", "-f", "json")).text);
  assert.equal(token.project_id, site.ground.environment.openstack.project.id);
  assert.equal(site.identities.find(token.id)?.project?.id, token.project_id);
  const asked = ["curl", "--silent", "--negotiate", "-u", ":", "--write-out", "\\n%{http_code}"];
  const record = await run("aiadm81", ...asked, "https://judy.cern.ch:8443/api/hosts/alibuild07.cern.ch");
  assert.match(record.stdout, /"name":"alibuild07.cern.ch".*\n200$/s);
  assert.match(
    (await run("aiadm81", ...asked, "http://alimesos01.cern.ch:5050/version")).stdout,
    /"version":"1.11.0".*\n200$/s,
  );
  assert.ok(site.requests.since(0).every(({ isMutating }) => !isMutating));
});

test("connections are forwarded to the ports of the site", async (context) => {
  const { connect, close } = await openStage();
  context.after(close);
  const { client } = await connect("aiadm.cern.ch");
  const answer = await new Promise<string>((resolve, reject) => {
    client.forwardOut("127.0.0.1", 0, "alimesos02.cern.ch", 2181, (error, channel) => {
      if (error) return reject(error);
      let text = "";
      channel.on("data", (data: Buffer) => {
        text += data.toString();
      });
      channel.on("close", () => resolve(text));
      channel.write("ruok");
    });
  });
  assert.equal(answer, "imok");
});
