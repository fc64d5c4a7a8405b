import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { dataVolumeScript } from "#src/ignition/data-volume.ts";

const systemPath = "/usr/sbin:/sbin:/usr/bin:/bin";
const tools = ["blkid", "mkfs.ext4", "mountpoint"];

/** A folder with the script, a file in place of a device, and a `mount` that writes down what it is asked. */
interface Bench {
  readonly folder: string;
  readonly device: string;
  run(): Promise<number>;
  mounted(): string;
}

function bench(): Bench {
  const folder = mkdtempSync(join(tmpdir(), "data-volume-"));
  const device = join(folder, "device");
  const calls = join(folder, "calls");
  writeFileSync(join(folder, "script"), dataVolumeScript.text, { mode: 0o755 });
  writeFileSync(join(folder, "mount"), `#!/bin/sh\necho "$@" >> ${calls}\n`, { mode: 0o755 });
  writeFileSync(join(folder, "sleep"), "#!/bin/sh\nexec /bin/sleep 0.05\n", { mode: 0o755 });
  writeFileSync(calls, "");
  const environment = { PATH: `${folder}:${systemPath}` };
  return {
    folder,
    device,
    run: () => exitOf(join(folder, "script"), [device, join(folder, "data")], environment),
    mounted: () => readFileSync(calls, "utf8"),
  };
}

function exitOf(file: string, args: readonly string[], env: Record<string, string>): Promise<number> {
  return new Promise((resolve) => {
    const child = execFile(file, [...args], { env }, () => resolve(child.exitCode ?? -1));
  });
}

async function isFormatted(device: string): Promise<boolean> {
  return (await exitOf("blkid", ["--probe", "--match-types", "ext4", device], { PATH: systemPath })) === 0;
}

async function missingTools(): Promise<string | false> {
  const found = await Promise.all(
    tools.map((tool) => exitOf("sh", ["-c", `command -v ${tool}`], { PATH: systemPath })),
  );
  const missing = tools.filter((_, index) => found[index] !== 0);
  return missing.length > 0 && `not on this machine: ${missing.join(", ")}`;
}

test("the data volume of a master", { skip: await missingTools() }, async (t) => {
  const onBench = (name: string, body: (bench: Bench) => Promise<void>) =>
    t.test(name, async () => {
      const own = bench();
      try {
        await body(own);
      } finally {
        rmSync(own.folder, { recursive: true });
      }
    });

  await onBench("is formatted and mounted when it is blank", async ({ device, folder, run, mounted }) => {
    blank(device);
    assert.equal(await run(), 0);
    assert.equal(await isFormatted(device), true);
    assert.equal(mounted(), `${device} ${join(folder, "data")}\n`);
  });

  await onBench("is mounted as it is the second time", async ({ device, folder, run, mounted }) => {
    blank(device);
    await run();
    const before = readFileSync(device);
    assert.equal(await run(), 0);
    assert.ok(before.equals(readFileSync(device)), "not a byte was changed");
    assert.equal(mounted(), `${device} ${join(folder, "data")}\n`.repeat(2));
  });

  await onBench("is left alone when it holds data of an unknown kind", async ({ device, run, mounted }) => {
    blank(device);
    writeFileSync(device, "somebody's data", { flag: "r+" });
    const before = readFileSync(device);
    assert.equal(await run(), 1);
    assert.ok(before.equals(readFileSync(device)), "not a byte was changed");
    assert.equal(mounted(), "");
  });

  await onBench(
    "is left alone when it cannot be read, although blkid finds nothing",
    async ({ folder, device, run, mounted }) => {
      blank(device);
      writeFileSync(join(folder, "head"), "#!/bin/sh\necho 'input/output error' >&2\nexit 1\n", { mode: 0o755 });
      assert.notEqual(await run(), 0);
      assert.equal(await isFormatted(device), false);
      assert.equal(mounted(), "");
    },
  );

  await onBench("is left alone when blkid cannot tell what it holds", async ({ folder, device, run, mounted }) => {
    blank(device);
    writeFileSync(join(folder, "blkid"), "#!/bin/sh\nexit 8\n", { mode: 0o755 });
    assert.equal(await run(), 1);
    assert.equal(await isFormatted(device), false);
    assert.equal(mounted(), "");
  });

  await onBench("is waited for until it is attached", async ({ device, run }) => {
    const running = run();
    blank(device);
    assert.equal(await running, 0);
    assert.equal(await isFormatted(device), true);
  });
});

function blank(device: string) {
  writeFileSync(`${device}.new`, "");
  truncateSync(`${device}.new`, 16 * 1024 * 1024);
  // Appears whole, as a device does.
  renameSync(`${device}.new`, device);
}
