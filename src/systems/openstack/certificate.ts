import type { OpenStackEnvironment } from "../../model/environment.ts";
import { OpsError } from "../../model/error.ts";
import type { HostCommands } from "../../model/host-commands.ts";
import type { ServerRef } from "../../model/provisioner.ts";
import type { Effects } from "../../model/system.ts";
import { notDone, quoted } from "./error.ts";

/** Nothing was sent when one of these comes. */
const unsent = ["ssh-unreachable", "ssh-refused", "ssh-host-key"];

/**
 * Clears a host's old Puppet certificate: the rebuilt one asks for a new one under the same name, and is refused while
 * the old one is there. Where there is no machine with Puppet's authority, it says so and goes on.
 */
export async function clearCertificate(
  { fullName }: ServerRef,
  { gateway }: OpenStackEnvironment,
  ssh: HostCommands | undefined,
  effects: Effects,
): Promise<void> {
  if (!gateway || !ssh) {
    effects.log(`the Puppet certificate of ${fullName} stays: no gateway is configured to clear it on`);
    return;
  }
  const argv = ["puppetserver", "ca", "clean", "--certname", fullName];
  await effects.perform({
    name: "clear-certificate",
    repeat: "idempotent",
    async send(permit) {
      const { exitCode, stdout, stderr } = await ssh.run(gateway.host, { argv }, { permit }).catch(told);
      const said = quoted(`${stdout} ${stderr}`);
      if (exitCode === 0) return "cleared";
      if (/could not find|no certificate/i.test(said)) return "there was none";
      if (exitCode === 127) return `stays: ${gateway.host} has no puppetserver`;
      throw notCleared(fullName, gateway.host, `exit ${exitCode}: ${said}`);
    },
  });
}

function told(error: unknown): never {
  throw error instanceof OpsError && unsent.includes(error.code) ? notDone(error) : error;
}

function notCleared(fullName: string, where: string, why: string): OpsError {
  return new OpsError({
    code: "puppet-certificate",
    reason: "system",
    what: `the Puppet certificate of ${fullName} is not cleared on ${where}`,
    why,
    next: `puppetserver ca clean --certname ${fullName} there, then resume`,
  });
}
