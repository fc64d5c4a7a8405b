import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The release that the conformance cases were compared with. */
const motoRelease = "5.2.5";

/**
 * moto's server from the Python package index, in a virtual environment of its own. Gives its program.
 * Rejects when there is no Python or the index cannot be reached.
 */
export async function installMoto(cache: string): Promise<string> {
  const folder = join(cache, `moto-${motoRelease}`);
  const program = join(folder, "bin", "moto_server");
  if (existsSync(program)) return program;
  await rm(folder, { recursive: true, force: true });
  await run("python3", ["-m", "venv", folder]);
  await run(join(folder, "bin", "pip"), ["install", "--quiet", `moto[server]==${motoRelease}`]);
  return program;
}

const airflowRelease = "3.0.6";

/** Airflow from the Python package index, in a virtual environment of its own: 250 MB. Gives its program. */
export async function installAirflow(cache: string): Promise<string> {
  const folder = join(cache, `airflow-${airflowRelease}`);
  const [program, done] = [join(folder, "bin", "airflow"), join(folder, "installed")];
  if (existsSync(done)) return program;
  await rm(folder, { recursive: true, force: true });
  await run("python3", ["-m", "venv", folder]);
  await run(join(folder, "bin", "pip"), ["install", "--quiet", `apache-airflow==${airflowRelease}`]);
  await writeFile(done, "");
  return program;
}

/** `ignition-validate` from Debian's package. Gives its program. Rejects where there is no apt, or no such package. */
export async function installIgnitionValidate(cache: string): Promise<string> {
  return await unpacked(join(cache, "ignition"), "ignition", "ignition-validate");
}

/** The registry of images from Debian's package. Gives its program. Rejects where there is no apt, or no such package. */
export async function installRegistry(cache: string): Promise<string> {
  return await unpacked(join(cache, "docker-registry"), "docker-registry", "docker-registry");
}

/** A program of a Debian package, unpacked and not installed: no rights are needed. */
async function unpacked(folder: string, name: string, binary: string): Promise<string> {
  const program = join(folder, "usr", "bin", binary);
  if (existsSync(program)) return program;
  await mkdir(folder, { recursive: true });
  await run("apt-get", ["download", name], { cwd: folder }).catch(() => downloadWithOwnLists(name, folder));
  const [archive] = (await readdir(folder)).filter((file) => file.endsWith(".deb"));
  await run("dpkg-deb", ["--extract", archive ?? "", "."], { cwd: folder });
  return program;
}

/** For a machine on which apt has no lists of packages yet. */
async function downloadWithOwnLists(name: string, folder: string): Promise<void> {
  await mkdir(join(folder, "lists", "partial"), { recursive: true });
  const options = ["-o", `Dir::State::Lists=${join(folder, "lists")}`, "-o", `Dir::Cache=${folder}`];
  await run("apt-get", [...options, "update"], { cwd: folder });
  await run("apt-get", [...options, "download", name], { cwd: folder });
}
