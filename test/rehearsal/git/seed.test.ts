import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import cantareira from "../../../environments/cantareira.ts";
import type { Edit } from "../../../src/model/sources.ts";
import { Repositories } from "../../../src/rehearsal/git/repositories.ts";
import { type SeedOptions, seedRepositories } from "../../../src/rehearsal/git/seed/index.ts";

type Place = SeedOptions["environment"];
const startsAt = Date.UTC(2026, 5, 1);
const ownText = readFileSync(new URL("../../../environments/cantareira.ts", import.meta.url), "utf8");

/** What the pins of an edit find in the files of its repository, as git and JavaScript find it. */
async function found(repositories: Repositories, { repository, files, pins }: Edit): Promise<readonly string[][]> {
  const specs = files.map((file) => `:(glob)${file}`);
  const listed = await repositories.git(repository, "ls-files", "--with-tree=master", "--", ...specs);
  const texts = listed.split("\n").map(async (path) => String(await repositories.read(repository, "master", path)));
  const whole = await Promise.all(texts);
  return pins.map(({ pattern }) =>
    whole.flatMap((text) => [...text.matchAll(new RegExp(pattern, "gm"))].map((match) => match.groups?.version ?? "")),
  );
}

async function check(environment: Place, edits: readonly Edit[]): Promise<Repositories> {
  const folder = mkdtempSync(join(tmpdir(), "seed-"));
  test.after(() => rmSync(folder, { recursive: true, force: true }));
  const seeds = seedRepositories({ environment, startsAt, environmentText: ownText });
  const repositories = new Repositories({ folder, seeds });
  const version = environment.stacks.test?.mesosVersion ?? "";
  const checks = edits.map(async (edit) => {
    const expected = edit.pins.map(({ matches }) => Array(Number(matches)).fill(version));
    assert.deepEqual(await found(repositories, edit), expected, edit.id);
  });
  await Promise.all(checks);
  return repositories;
}

test("every edit of cantareira finds its places, at the version that the clusters run", async () => {
  const { bump } = cantareira.sources;
  const repositories = await check(cantareira, [bump.base, bump.dependents, ...bump.edits, ...bump.stacks]);
  assert.equal(String(await repositories.read("mesos-console", "master", "environments/cantareira.ts")), ownText);
  const { models } = bump;
  const edits = models.repositories.map((repository) => ({ ...models.edit, id: "model", repository }));
  const pins = await Promise.all(edits.map((edit) => found(repositories, edit)));
  assert.deepEqual(pins, [
    [["1.9.0"], []],
    [["1.8.1"], []],
    [[], ["1.9.0"]],
    [[], []],
    [["1.9.0", "1.9.0"], []],
  ]);
});

test("histories are weeks old, by several people, and move from version to version", () => {
  for (const { name, commits } of seedRepositories({ environment: cantareira, startsAt })) {
    assert.ok(commits.length >= 3 && commits.length <= 12, name);
    assert.ok(new Set(commits.map(({ author }) => author.name)).size >= 3, name);
    const times = commits.map(({ at }) => at);
    assert.deepEqual(
      times,
      times.toSorted((one, other) => one - other),
    );
    assert.ok(startsAt - (times.at(-1) ?? 0) > 24 * 60 * 60 * 1000);
  }
});

test("another environment's repositories and pins are served as well", async () => {
  const { sources, stacks } = cantareira;
  const pin = { of: "mesos", pattern: '^mesos = "(?<version>\\d+[.\\d]*)" # (?:pinned|loose)$', matches: 3 };
  const other = { ...sources.bump.base, id: "other", repository: "elsewhere", files: ["etc/*.toml"], pins: [pin] };
  const version = { mesosVersion: "1.10.0" };
  const environment = {
    ...cantareira,
    stacks: {
      test: { ...stacks.test, ...version },
      dev: { ...stacks.dev, ...version },
      stable: { ...stacks.stable, ...version },
    },
    sources: {
      ...sources,
      repositories: { ...sources.repositories, elsewhere: sources.repositories.deploy ?? assert.fail() },
      bump: { ...sources.bump, edits: [...sources.bump.edits, other] },
    },
  };
  await check(environment, [other, ...sources.bump.stacks]);
});
