import assert from "node:assert/strict";
import test from "node:test";
import type { CommandResult, HostCommand, HostCommands } from "#src/model/host-commands.ts";
import { type CloudStage, loggedIn, project, recorded, recordedCloud } from "./recorded-cloud.ts";

const servers = "GET nova/v2.1/servers/detail";
const gateway = "aiadm.cern.ch";

/** What the command line client of the gateway prints; `-f json`. */
const printed: Readonly<Record<string, unknown>> = {
  "token issue": {
    expires: "2026-11-20T09:30:40+0000",
    id: "gAAAA-of-the-gateway",
    project_id: project,
    user_id: "jane",
  },
  "catalog list": [
    {
      Name: "nova",
      Type: "compute",
      Endpoints: [{ interface: "public", region: "cern", url: "http://127.0.0.1:8774/v2.1" }],
    },
  ],
};

/** The SSH port, of which only `run` is used here. */
function clientOn(ran: HostCommand[], answers = printed, exitCode = 0): HostCommands {
  const unused = async () => assert.fail("not used here");
  return {
    async run(host, command): Promise<CommandResult> {
      assert.equal(host, gateway);
      ran.push(command);
      const words = command.argv.slice(command.argv.indexOf("openstack") + 1, -2).join(" ");
      const stdout = exitCode === 0 ? JSON.stringify(answers[words]) : "";
      return { exitCode, stdout, stderr: exitCode === 0 ? "" : "Missing value auth-url required", isTruncated: false };
    },
    startOnce: unused,
    onceState: unused,
    hostKey: unused,
    acceptHostKey: unused,
    forward: unused,
    nodeOf: unused,
    close: () => undefined,
  };
}

function stageWith(ssh: HostCommands, more: Partial<CloudStage> = {}): CloudStage {
  return { env: {}, gateway, ssh, ...more };
}

test("without credentials of its own the console asks the gateway for a token, in the project's name", async (t) => {
  const ran: HostCommand[] = [];
  const routes = { [servers]: recorded("lists", "servers-detail") };
  const { system, sent } = await recordedCloud(t, routes, stageWith(clientOn(ran)));
  assert.ok((await system.servers()).length > 0);
  assert.equal(sent[0]?.headers["x-auth-token"], "gAAAA-of-the-gateway");
  assert.deepEqual(ran[0]?.argv, [
    ...["env", "-u", "OS_PROJECT_ID", "-u", "OS_TENANT_ID", "-u", "OS_TENANT_NAME", "OS_PROJECT_NAME=alibuild"],
    ...["openstack", "token", "issue", "-f", "json"],
  ]);
  assert.match((await system.identify()).who, /^jane, by a token of aiadm\.cern\.ch$/);
});

test("a catalog as older clients print it is understood", async (t) => {
  const text = "cern\n  admin: http://127.0.0.1:8774/admin\ncern\n  public: http://127.0.0.1:8774/v2.1\n";
  const answers = { ...printed, "catalog list": [{ Name: "nova", Type: "compute", Endpoints: text }] };
  const routes = { [servers]: recorded("lists", "servers-detail") };
  const { system } = await recordedCloud(t, routes, stageWith(clientOn([], answers)));
  assert.ok((await system.servers()).length > 0);
});

test("a token of another project that the gateway gives is refused", async (t) => {
  const answers = { ...printed, "token issue": { expires: "2026-11-20T09:30:40+0000", id: "x", project_id: "other" } };
  const { system, sent } = await recordedCloud(t, {}, stageWith(clientOn([], answers)));
  await assert.rejects(system.servers(), { code: "wrong-project", reason: "refused" });
  assert.deepEqual(sent, []);
});

test("a gateway without a ticket is told apart from a cloud that is down", async (t) => {
  const { system } = await recordedCloud(t, {}, stageWith(clientOn([], printed, 1)));
  await assert.rejects(system.servers(), { code: "cloud-credentials", why: /auth-url required/ });
  const [row] = await system.checkAccess();
  assert.equal(row?.result, "fail");
});

test("an endpoint that this machine does not reach is reached through the gateway", async (t) => {
  const routes = { ...loggedIn, [servers]: recorded("lists", "servers-detail") };
  const ssh = clientOn([]);
  const direct = await recordedCloud(t, routes, { unreachable: true });
  await assert.rejects(direct.system.servers(), { code: "cloud-unreachable" });
  const around = await recordedCloud(t, routes, { unreachable: true, gateway, ssh });
  assert.ok((await around.system.servers()).length > 0);
});
