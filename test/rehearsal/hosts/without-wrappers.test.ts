import assert from "node:assert/strict";
import test from "node:test";
import type { OpenStackEnvironment } from "#src/model/environment.ts";
import alibuild from "../../../environments/alibuild.ts";
import { openStage } from "./stage.ts";

const plain: OpenStackEnvironment = { ...alibuild, openstack: { ...alibuild.openstack, provisioner: "openstack" } };
const puppet = ["puppet", "agent", "-t", "-v"];

test("without wrappers a rebuilt host gets no catalog until its old certificate is cleared", async (context) => {
  const { run, site, pass, close } = await openStage([], plain);
  context.after(close);
  const clean = () => run("aiadm", "puppetserver", "ca", "clean", "--certname", "alibuild07.cern.ch");
  const { id = "", imageId = "" } = site.servers.byName("alibuild07") ?? {};
  site.servers.rebuild(id, imageId);
  pass(20 * 60);
  const refused = await run("alibuild07", ...puppet);
  assert.deepEqual([refused.exitCode, /already has a signed certificate/.test(refused.stderr)], [1, true]);
  assert.equal((await clean()).exitCode, 0);
  assert.match((await clean()).stderr, /Could not find files to clean/);
  assert.equal((await run("alibuild07", ...puppet)).exitCode, 2);
});

test("Puppet's authority may be a machine of its own, and then is nowhere else", async (context) => {
  const { run, close } = await openStage([], { ...plain, puppetCa: { host: "puppetca.cern.ch" } });
  context.after(close);
  const clean = (host: string) => run(host, "puppetserver", "ca", "clean", "--certname", "alibuild07.cern.ch");
  assert.equal((await clean("puppetca")).exitCode, 0);
  assert.equal((await clean("aiadm")).exitCode, 127);
});

test("without wrappers the first report makes the host's record", async (context) => {
  const { run, site, pass, close } = await openStage([], plain);
  context.after(close);
  site.servers.create({ name: "alibuild21", flavor: "m2.2xlarge", imageId: site.catalogue.images.at(-1)?.id ?? "" });
  pass(600);
  assert.equal((await run("alibuild21", ...puppet)).exitCode, 2);
  assert.equal(site.foreman.get("alibuild21.cern.ch")?.lastReport?.status.failed, 0);
});

test("with wrappers there is no puppetserver on the gateway", async (context) => {
  const { run, close } = await openStage();
  context.after(close);
  assert.equal((await run("aiadm", "puppetserver", "ca", "clean", "--certname", "x")).exitCode, 127);
});
