import assert from "node:assert/strict";
import { answered, at, type Case, failedAs, listAt, textAt } from "../case.ts";
import { create, remove, show } from "../servers.ts";

const nobody = "00000000-0000-0000-0000-000000000000";

export default [
  {
    name: "a name is looked for as a pattern, matched anywhere",
    seen: "servers-name-regex; sheet, section 8, point 2",
    async run(bench) {
      const id = await create(bench, bench.name("pattern0"));
      const found = async (pattern: string) => {
        const answer = await bench.call("compute", { path: `/servers?name=${encodeURIComponent(pattern)}` });
        return listAt(answered(answer, 200), "servers").some((server) => at(server, "id") === id);
      };
      const seen = [
        await found(bench.name("pattern")),
        await found(`^${bench.name("pattern")}$`),
        await found("pattern.$"),
      ];
      await remove(bench, id);
      assert.deepEqual(seen, [true, false, true]);
    },
  },
  {
    name: "a full page has a link to the next one, which ends",
    seen: "servers-page1, servers-page4; sheet, section 9, point 6",
    async run(bench) {
      const names = [bench.name("page1"), bench.name("page2")];
      const ids = await Promise.all(names.map((name) => create(bench, name)));
      // A server that no cell has yet is listed from elsewhere: pages shift while it moves.
      await Promise.all(ids.map((id) => show(bench, id)));
      const filter = `name=${encodeURIComponent(`^${bench.name("page")}`)}&limit=1`;
      const first = answered(await bench.call("compute", { path: `/servers/detail?${filter}` }), 200);
      const marker = textAt(first, "servers", 0, "id");
      const second = answered(await bench.call("compute", { path: `/servers/detail?${filter}&marker=${marker}` }), 200);
      const last = textAt(second, "servers", 0, "id");
      const end = answered(await bench.call("compute", { path: `/servers/detail?${filter}&marker=${last}` }), 200);
      await Promise.all(ids.map((id) => remove(bench, id)));
      assert.equal(at(first, "servers_links", 0, "rel"), "next");
      assert.match(textAt(first, "servers_links", 0, "href"), new RegExp(`marker=${marker}`));
      assert.deepEqual([marker, last].sort(), [...ids].sort());
      assert.deepEqual([listAt(end, "servers"), at(end, "servers_links")], [[], undefined]);
    },
  },
  {
    name: "a bad marker is 400 in Nova and 404 in Cinder",
    seen: "servers-bad-marker, volumes-bad-marker",
    async run(bench) {
      const query = `limit=2&marker=${nobody}`;
      const compute = await bench.call("compute", { path: `/servers?${query}` });
      failedAs(compute, 400, "badRequest", /marker/);
      const volume = await bench.call("volume", { path: `/volumes?${query}` });
      failedAs(volume, 404, "itemNotFound", /could not be found/);
    },
  },
  {
    name: "an unknown filter is 400",
    seen: "servers-unknown-filter",
    async run(bench) {
      failedAs(await bench.call("compute", { path: "/servers?nonsense=1" }), 400, "badRequest", /nonsense/);
    },
  },
  {
    name: "a microversion that there is not is 406",
    seen: "http-errors.jsonl",
    async run(bench) {
      const answer = await bench.call("compute", { path: "/servers", microversion: "2.999" });
      assert.equal(answer.status, 406);
    },
  },
  {
    name: "without a microversion the flavor is a link; with 2.79 it is told",
    seen: "server-show-no-microversion, server-show-active",
    async run(bench) {
      const id = await create(bench, bench.name("version"));
      const flavorOf = async (microversion: string | null) =>
        at(answered(await bench.call("compute", { path: `/servers/${id}`, microversion }), 200), "server", "flavor");
      const [old, now] = [await flavorOf(null), await flavorOf("2.79")];
      await remove(bench, id);
      assert.equal(typeof at(old, "id"), "string");
      assert.equal(typeof at(now, "original_name"), "string");
    },
  },
  {
    name: "images are found by their properties, newest first",
    seen: "images-by-name; sheet, section 5, Glance",
    async run(bench) {
      const answer = await bench.call("image", { path: `/images?sort=created_at:desc&limit=100` });
      const images = listAt(answered(answer, 200), "images");
      const made = images.map((image) => textAt(image, "created_at"));
      assert.deepEqual(made, [...made].sort().reverse());
      const distro = images.map((image) => at(image, "os_distro")).find((each) => typeof each === "string");
      const same = await bench.call("image", { path: `/images?os_distro=${distro}` });
      for (const image of listAt(answered(same, 200), "images")) assert.equal(at(image, "os_distro"), distro);
    },
  },
  {
    name: "an image that is not there is 404",
    seen: "image-404",
    async run(bench) {
      assert.equal((await bench.call("image", { path: `/images/${nobody}` })).status, 404);
    },
  },
] satisfies readonly Case[];
