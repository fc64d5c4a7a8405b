import assert from "node:assert/strict";
import { answered, at, type Bench, type Case, failedAs, listAt, textAt, until } from "../case.ts";
import { create, remove, show } from "../servers.ts";

const nobody = "00000000-0000-0000-0000-000000000000";

async function make(bench: Bench, name: string): Promise<string> {
  const body = { volume: { name, size: 1, metadata: { purpose: "conformance" } } };
  const volume = at(answered(await bench.call("volume", { method: "POST", path: "/volumes", body }), 202), "volume");
  assert.equal(at(volume, "status"), "creating");
  const id = textAt(volume, "id");
  await comesTo(bench, id, "available");
  return id;
}

async function comesTo(bench: Bench, id: string, status: string): Promise<void> {
  await until(bench, `volume ${id} ${status}`, async () => {
    const answer = await bench.call("volume", { path: `/volumes/${id}` });
    return at(answered(answer, 200), "volume", "status") === status ? true : undefined;
  });
}

async function drop(bench: Bench, id: string): Promise<void> {
  answered(await bench.call("volume", { method: "DELETE", path: `/volumes/${id}` }), 202);
  await until(bench, `volume ${id} gone`, async () => {
    const { status } = await bench.call("volume", { path: `/volumes/${id}` });
    return status === 404 ? true : undefined;
  });
}

function attach(bench: Bench, server: string, volumeId: string, more: Readonly<Record<string, boolean>> = {}) {
  const body = { volumeAttachment: { volumeId, device: "/dev/vdb", ...more } };
  return bench.call("compute", { method: "POST", path: `/servers/${server}/os-volume_attachments`, body });
}

export default [
  {
    name: "a volume that is attached is not deleted, outlives its server, and goes then",
    seen: "volume-delete-attached-400, volume-show-after-server-delete; sheet, section 9, points 14 and 15",
    async run(bench) {
      const server = await create(bench, bench.name("keeps"));
      const volume = await make(bench, bench.name("kept"));
      await show(bench, server);
      const attachment = at(answered(await attach(bench, server, volume), 200), "volumeAttachment");
      assert.deepEqual([at(attachment, "volumeId"), at(attachment, "serverId")], [volume, server]);
      await comesTo(bench, volume, "in-use");
      const shown = await bench.call("volume", { path: `/volumes/${volume}` });
      assert.equal(at(answered(shown, 200), "volume", "attachments", 0, "server_id"), server);
      const [attached] = listAt(await show(bench, server), "os-extended-volumes:volumes_attached");
      assert.deepEqual(attached, { id: volume, delete_on_termination: false });
      const refused = await bench.call("volume", { method: "DELETE", path: `/volumes/${volume}` });
      failedAs(refused, 400, "badRequest", /Volume status must be available/);
      failedAs(await attach(bench, server, volume), 400, "badRequest", /Invalid (input|volume)|already attached/i);
      await remove(bench, server);
      await comesTo(bench, volume, "available");
      await drop(bench, volume);
    },
  },
  {
    name: "a volume that goes with its server goes",
    seen: "attach-delete-on-termination, volume-gone-with-server-404",
    async run(bench) {
      const server = await create(bench, bench.name("takes"));
      const volume = await make(bench, bench.name("taken"));
      await show(bench, server);
      answered(await attach(bench, server, volume, { delete_on_termination: true }), 200);
      await comesTo(bench, volume, "in-use");
      await remove(bench, server);
      await until(bench, `volume ${volume} gone`, async () => {
        const { status } = await bench.call("volume", { path: `/volumes/${volume}` });
        return status === 404 ? true : undefined;
      });
    },
  },
  {
    name: "a volume that is not there is 404, and one of size 0 is 400",
    seen: "volume-404, volume-bad-id-404, volume-size-0-400",
    async run(bench) {
      failedAs(await bench.call("volume", { path: `/volumes/${nobody}` }), 404, "itemNotFound", /could not be found/);
      assert.equal((await bench.call("volume", { path: "/volumes/notauuid" })).status, 404);
      const body = { volume: { name: bench.name("nothing"), size: 0 } };
      assert.equal((await bench.call("volume", { method: "POST", path: "/volumes", body })).status, 400);
    },
  },
  {
    name: "another project in the path is 400",
    seen: "volumes-wrong-project-in-url",
    async run(bench) {
      const answer = await bench.call("volume", { path: `/../${"0".repeat(32)}/volumes` });
      assert.equal(answer.status, 400);
    },
  },
] satisfies readonly Case[];
