import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A real OpenStack on loopback: Keystone, Nova, Cinder and Glance with a fake hypervisor. */
export interface RealOpenStack {
  /** Its `clouds.yaml`: clouds alibuild, alibuild-short, observer, other, admin. */
  readonly clouds: string;
  /** Ends what was started; one that ran before stays. */
  stop(): Promise<void>;
}

/**
 * Starts the one that lies beside the project, in `../shared/real/openstack`, with its fleet of masters and agents.
 * From nothing it takes two minutes (packages), else half of one; seconds when it runs. Rejects when it is not there.
 * @param root the project's folder
 */
export async function startOpenStack(root: string): Promise<RealOpenStack> {
  const folder = join(root, "..", "shared", "real", "openstack");
  if (!existsSync(join(folder, "up")))
    throw new Error(`there is no ${join("..", "shared", "real", "openstack", "up")}`);
  const wasRunning = await isRunning(folder);
  await run(join(folder, "up"), [], { maxBuffer: 1 << 26 });
  await run(join(folder, "ctl"), ["fleet", "up"]);
  return {
    clouds: join(stateFolder(), "etc", "clouds.yaml"),
    async stop() {
      if (!wasRunning) await run(join(folder, "down"));
    },
  };
}

async function isRunning(folder: string): Promise<boolean> {
  const { stdout } = await run(join(folder, "ctl"), ["status"]).catch(() => ({ stdout: "not running" }));
  return !stdout.includes("not running");
}

function stateFolder(): string {
  const { OPENSTACK_ROOT, XDG_CACHE_HOME } = process.env;
  return OPENSTACK_ROOT || join(XDG_CACHE_HOME || join(homedir(), ".cache"), "openstack-lab");
}
