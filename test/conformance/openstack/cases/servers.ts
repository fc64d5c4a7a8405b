import assert from "node:assert/strict";
import { answered, at, type Case, failedAs, listAt, textAt } from "../case.ts";
import { act, create, finish, remove, show, withServer } from "../servers.ts";

const nobody = "00000000-0000-0000-0000-000000000000";

export default [
  {
    name: "a server is accepted, built, shown with its zone, tasks, address and volumes",
    seen: "server-create-alimesos01, server-show-building, server-show-active",
    async run(bench) {
      const name = bench.name("life");
      await withServer(bench, name, async (id) => {
        const server = await show(bench, id);
        assert.deepEqual(
          [at(server, "name"), at(server, "status"), at(server, "OS-EXT-STS:task_state")],
          [name, "ACTIVE", null],
        );
        assert.match(textAt(server, "OS-EXT-AZ:availability_zone"), /\S/);
        assert.deepEqual(listAt(server, "os-extended-volumes:volumes_attached"), []);
        assert.deepEqual([at(server, "locked"), at(server, "locked_reason")], [false, null]);
        const [network] = Object.values(at(server, "addresses") ?? {});
        assert.match(textAt(network, 0, "addr"), /^\d+\.\d+\.\d+\.\d+$/);
        assert.equal(textAt(server, "flavor", "original_name").length > 0, true);
      });
    },
  },
  {
    name: "a server that is deleted is shown for a while, then 404, and 404 to a second delete",
    seen: "server-show-just-deleted, server-show-deleted-404, server-delete-again-404",
    async run(bench) {
      const id = await create(bench, bench.name("gone"));
      assert.equal(answered(await bench.call("compute", { method: "DELETE", path: `/servers/${id}` }), 204), undefined);
      await finish(bench, id);
      failedAs(await bench.call("compute", { path: `/servers/${id}` }), 404, "itemNotFound", /could not be found/);
      const again = await bench.call("compute", { method: "DELETE", path: `/servers/${id}` });
      failedAs(again, 404, "itemNotFound", /could not be found/);
    },
  },
  {
    name: "a rebuild keeps id, address and metadata, and a hard reboot is accepted",
    seen: "sheet, section 9, points 8 and 15",
    async run(bench) {
      await withServer(bench, bench.name("again"), async (id) => {
        const before = await show(bench, id);
        const rebuilt = await act(bench, id, { rebuild: { imageRef: bench.image } });
        assert.equal(textAt(answered(rebuilt, 202), "server", "id"), id);
        const after = await show(bench, id);
        assert.equal(at(after, "status"), "ACTIVE");
        assert.deepEqual([at(after, "metadata"), at(after, "name")], [at(before, "metadata"), at(before, "name")]);
        assert.deepEqual(at(after, "addresses"), at(before, "addresses"));
        assert.equal(answered(await act(bench, id, { reboot: { type: "HARD" } }), 202), undefined);
        await show(bench, id);
        const actions = await bench.call("compute", { path: `/servers/${id}/os-instance-actions` });
        const [newest] = listAt(answered(actions, 200), "instanceActions");
        assert.equal(at(newest, "action"), "reboot");
        assert.match(textAt(newest, "request_id"), /^req-/);
        assert.match(textAt(newest, "start_time"), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/);
      });
    },
  },
  {
    name: "a lock with its reason stops reboot, rebuild, delete and metadata, and not tags",
    seen: "lock.jsonl; sheet, section 9, point 9",
    async run(bench) {
      await withServer(bench, bench.name("locked"), async (id) => {
        answered(await act(bench, id, { lock: { locked_reason: "guarded" } }), 202);
        const server = await show(bench, id);
        assert.deepEqual([at(server, "locked"), at(server, "locked_reason")], [true, "guarded"]);
        const stopped = [
          await act(bench, id, { reboot: { type: "HARD" } }),
          await act(bench, id, { rebuild: { imageRef: bench.image } }),
          await bench.call("compute", { method: "DELETE", path: `/servers/${id}` }),
          await bench.call("compute", {
            method: "POST",
            path: `/servers/${id}/metadata`,
            body: { metadata: { a: "b" } },
          }),
        ];
        for (const answer of stopped) failedAs(answer, 409, "conflictingRequest", /is locked/);
        answered(await bench.call("compute", { method: "PUT", path: `/servers/${id}/tags/t` }), 201);
        answered(await act(bench, id, { lock: { locked_reason: "guarded" } }), 202);
        answered(await act(bench, id, { unlock: null }), 202);
        answered(await act(bench, id, { unlock: null }), 202);
        assert.equal(at(await show(bench, id), "locked"), false);
      });
    },
  },
  {
    name: "tags are added, listed, found and deleted",
    seen: "tag-add, tag-add-again, tag-check-404, tag-delete, servers-by-tag",
    async run(bench) {
      await withServer(bench, bench.name("tagged"), async (id) => {
        const path = `/servers/${id}/tags/mc-hold%7C0123456789abcdef%7Cr-1%7Cabc%7Cjane`;
        assert.equal((await bench.call("compute", { method: "PUT", path })).status, 201);
        assert.equal((await bench.call("compute", { method: "PUT", path })).status, 204);
        const tags = answered(await bench.call("compute", { path: `/servers/${id}/tags` }), 200);
        assert.deepEqual(listAt(tags, "tags"), ["mc-hold|0123456789abcdef|r-1|abc|jane"]);
        assert.equal((await bench.call("compute", { method: "DELETE", path })).status, 204);
        assert.equal((await bench.call("compute", { method: "DELETE", path })).status, 404);
      });
    },
  },
  {
    name: "one that is being built takes no tags and no metadata",
    seen: "a real OpenStack (Zed): vm_state building and error",
    async run(bench) {
      const id = await create(bench, bench.name("unbuilt"));
      const path = `/servers/${id}`;
      const tag = await bench.call("compute", { method: "PUT", path: `${path}/tags/t` });
      failedAs(tag, 409, "conflictingRequest", /^Cannot 'update tag' instance .* while it is in vm_state building/);
      const body = { metadata: { a: "b" } };
      const metadata = await bench.call("compute", { method: "POST", path: `${path}/metadata`, body });
      failedAs(metadata, 409, "conflictingRequest", /while it is in vm_state building/);
      await show(bench, id);
      await remove(bench, id);
    },
  },
  {
    name: "the console's last lines can be read",
    seen: "console-output",
    async run(bench) {
      await withServer(bench, bench.name("console"), async (id) => {
        const answer = await act(bench, id, { "os-getConsoleOutput": { length: 50 } });
        assert.equal(typeof at(answered(answer, 200), "output"), "string");
      });
    },
  },
  {
    name: "a server that is not there is 404",
    seen: "server-of-other-project-404",
    async run(bench) {
      const answer = await bench.call("compute", { path: `/servers/${nobody}` });
      failedAs(answer, 404, "itemNotFound", /could not be found/);
      const action = await act(bench, nobody, { reboot: { type: "HARD" } });
      failedAs(action, 404, "itemNotFound", /could not be found/);
    },
  },
  {
    name: "two servers may have one name",
    seen: "create-same-name-again",
    async run(bench) {
      const name = bench.name("twin");
      const ids = [await create(bench, name), await create(bench, name)];
      const listed = await bench.call("compute", { path: `/servers?name=^${name}$` });
      const found = listAt(answered(listed, 200), "servers").map((server) => textAt(server, "id"));
      await Promise.all(ids.map((id) => remove(bench, id)));
      assert.deepEqual([...found].sort(), [...ids].sort());
    },
  },
] satisfies readonly Case[];
