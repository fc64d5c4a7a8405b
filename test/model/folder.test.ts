import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { makeFolder } from "#src/model/folder.ts";

test("a folder is made for its owner only, with what is above it", (t) => {
  const base = mkdtempSync(join(tmpdir(), "folder-"));
  t.after(() => rmSync(base, { recursive: true }));
  const folder = join(base, "state", "mesos-console");
  makeFolder(folder);
  makeFolder(folder);
  assert.deepEqual(
    [folder, join(base, "state")].map((each) => statSync(each).mode & 0o777),
    [0o700, 0o700],
  );
  writeFileSync(join(base, "file"), "");
  assert.throws(() => makeFolder(join(base, "file", "x")), { code: "ENOTDIR" });
});

test("where none can be made it says so instead of trying for ever", { skip: !existsSync("/proc/self") }, () => {
  assert.throws(() => makeFolder("/proc/.local/state"), { code: "ENOENT" });
});
