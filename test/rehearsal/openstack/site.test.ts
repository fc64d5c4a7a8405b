import assert from "node:assert/strict";
import test from "node:test";
import { statusOf } from "#src/rehearsal/site/server.ts";
import environment from "../../../environments/alibuild.ts";
import { at, listAt } from "../../conformance/openstack/case.ts";
import { services } from "./services.ts";

test("the place has the environment's masters in zones of their own, and the protected ids", async () => {
  const { site, server } = await services();
  const { names, zones } = environment.masters;
  assert.deepEqual(
    names.map((name) => server(name).zone),
    zones,
  );
  for (const [name, id] of Object.entries(environment.masters.ids)) assert.equal(server(name).id, id);
  for (const { names: hosts, ids } of environment.protects) {
    const { id } = server(hosts[0] ?? "");
    assert.deepEqual([id, ...(ids[1] ? site.volumes.of(id).map((volume) => volume.id) : [])], ids);
  }
  assert.ok(site.servers.all().every((one) => statusOf(one) === "ACTIVE" && one.bootedAt !== undefined));
});

test("a server and a volume of another project are not there, though they have known names", async () => {
  const { site, ask, pass } = await services();
  const projectId = site.identities.projects[1]?.id ?? assert.fail();
  const volume = site.volumes.create({ name: "alibuild03.cern.ch_vol_001", projectId, sizeGiB: 1 });
  const { id } = site.servers.create({ name: "alibuild03", projectId, flavor: "m2.small", imageId: "" });
  pass(120);
  const named = (await ask("nova", "GET", "/v2.1/servers?name=alibuild03$"))?.body;
  assert.deepEqual(
    listAt(named, "servers").map((each) => at(each, "id")),
    [environment.protects[0]?.ids[0]],
  );
  const cinder = `/v3/${environment.openstack.project.id}/volumes`;
  const said = [
    await ask("nova", "GET", `/v2.1/servers/${id}`),
    await ask("nova", "DELETE", `/v2.1/servers/${id}`),
    await ask("cinder", "DELETE", `${cinder}/${volume.id}`),
  ];
  assert.deepEqual(
    said.map((one) => one?.status),
    [404, 404, 404],
  );
});

test("an administrator's lock is not the operator's to lift", async () => {
  const { site, ask, server } = await services();
  const { id } = server("alibuild07");
  site.servers.setLock(id, { reason: "by the cloud", isByAdmin: true });
  const said = await ask("nova", "POST", `/v2.1/servers/${id}/action`, { unlock: null });
  assert.equal(said?.status, 403);
  assert.match(String(at(said?.body, "forbidden", "message")), /unlock_override/);
});

test("an order's request id is that of its entry in the server's history", async () => {
  const { site, ask, server } = await services();
  const { id } = server("alibuild07");
  await ask("nova", "POST", `/v2.1/servers/${id}/action`, { reboot: { type: "HARD" } });
  const listed = (await ask("nova", "GET", `/v2.1/servers/${id}/os-instance-actions`))?.body;
  assert.equal(at(listed, "instanceActions", 0, "request_id"), site.servers.byId(id)?.actions[0]?.requestId);
});

test("the log tells actions by their names, and reading the console from changing the server", async () => {
  const { site, ask, server } = await services();
  const { id } = server("alibuild07");
  const action = (body: { readonly [name: string]: null | { readonly length: number } }) =>
    ask("nova", "POST", `/v2.1/servers/${id}/action`, body);
  await action({ "os-getConsoleOutput": { length: 5 } });
  await action({ lock: null });
  await ask("nova", "GET", "/v2.1/servers?name=x");
  assert.deepEqual(
    site.requests.since(0).map((one) => [one.service, one.action, one.isMutating, one.status]),
    [
      ["nova", `POST /v2.1/servers/${id}/action os-getConsoleOutput`, false, 200],
      ["nova", `POST /v2.1/servers/${id}/action lock`, true, 202],
      ["nova", "GET /v2.1/servers", false, 200],
    ],
  );
});

test("a server is created with its volume, boots, and leaves the volume behind when it goes", async () => {
  const { site, ask, pass } = await services();
  const project = environment.openstack.project.id;
  const made = await ask("cinder", "POST", `/v3/${project}/volumes`, {
    volume: { name: "v", size: 500, volume_type: "io1" },
  });
  const volume = String(at(made?.body, "volume", "id"));
  pass(10);
  const { flavors, images } = site.catalogue;
  const disks = [
    {
      boot_index: 0,
      source_type: "image",
      destination_type: "local",
      uuid: images.at(-1)?.id ?? "",
      delete_on_termination: true,
    },
    {
      source_type: "volume",
      destination_type: "volume",
      uuid: volume,
      device_name: "vdb",
      delete_on_termination: false,
    },
  ];
  const wanted = {
    name: "alibuild20",
    flavorRef: flavors[1]?.id ?? "",
    imageRef: images.at(-1)?.id ?? "",
    networks: "auto",
  };
  const metadata = { "landb-mainuser": "alice-agile-admin" };
  const body = { server: { ...wanted, key_name: "alibuild", metadata, block_device_mapping_v2: disks } };
  const server = String(at((await ask("nova", "POST", "/v2.1/servers", body))?.body, "server", "id"));
  pass(100);
  const shown = (await ask("nova", "GET", `/v2.1/servers/${server}`))?.body;
  assert.deepEqual(
    [at(shown, "server", "status"), at(shown, "server", "os-extended-volumes:volumes_attached")],
    ["ACTIVE", [{ id: volume, delete_on_termination: false }]],
  );
  assert.notEqual(site.servers.byId(server)?.bootedAt, undefined);
  await ask("nova", "DELETE", `/v2.1/servers/${server}`);
  pass(30);
  assert.equal(
    at((await ask("cinder", "GET", `/v3/${project}/volumes/${volume}`))?.body, "volume", "status"),
    "available",
  );
});

test("Puppet goes on running where it was clean, so that reports stay recent", async () => {
  const { site, pass } = await services();
  pass(5 * 3600);
  const ages = site.foreman.all().map(({ lastReport }) => site.ground.time.now() - (lastReport?.at ?? 0));
  assert.ok(Math.max(...ages) <= 1800_000);
});

test("Puppet does not run by itself on a new root disk where it was never clean", async () => {
  const { site, server, pass } = await services();
  const { id, imageId } = server("alibuild07");
  const before = site.foreman.get("alibuild07.cern.ch")?.lastReport?.at ?? 0;
  site.servers.rebuild(id, imageId);
  pass(3 * 3600);
  assert.equal(site.foreman.get("alibuild07.cern.ch")?.lastReport?.at, before);
});
