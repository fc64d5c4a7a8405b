import type { OpenStackEnvironment } from "../../model/environment.ts";
import { notDone, OpsError } from "../../model/error.ts";
import type { HostCommands } from "../../model/host-commands.ts";
import type { Difference, Draft } from "../../model/plan.ts";
import type { ServerRef } from "../../model/provisioner.ts";
import type { Effects } from "../../model/system.ts";
import { beforeSending } from "./cloud.ts";
import { quoted } from "./error.ts";
import { fullName } from "./names.ts";

/** Nothing was sent when one of these comes. */
const unsent = ["ssh-unreachable", "ssh-refused", "ssh-host-key"];

export interface Clearing {
  readonly environment: OpenStackEnvironment;
  readonly ssh: HostCommands | undefined;
  readonly effects: Effects;
  /** What must hold right before; throws when it does not. */
  before?(): Promise<void>;
}

/** The machine with Puppet's authority; `undefined`: the environment names none. */
function authorityOf({ puppetCa, gateway }: OpenStackEnvironment): string | undefined {
  return (puppetCa ?? gateway)?.host;
}

function commandFor(name: string): readonly string[] {
  return ["puppetserver", "ca", "clean", "--certname", name];
}

/**
 * Clears a host's old Puppet certificate: the new installation asks for one under the same name, and is refused while
 * the old one is there. Where there is no machine with Puppet's authority, it says so and goes on.
 */
export async function clearCertificate(
  { fullName: name }: Pick<ServerRef, "fullName">,
  { environment, ssh, effects, before = async () => {} }: Clearing,
): Promise<void> {
  const host = authorityOf(environment);
  if (host === undefined || !ssh) return effects.log(staysOf(name));
  await effects.perform({
    name: "clear-certificate",
    repeat: "idempotent",
    async send(permit) {
      await beforeSending(before);
      const { exitCode, stdout, stderr } = await ssh.run(host, { argv: commandFor(name) }, { permit }).catch(told);
      const said = quoted(`${stdout} ${stderr}`);
      if (exitCode === 0) return "cleared";
      if (/could not find|no certificate/i.test(said)) return "there was none";
      if (exitCode === 127 && !environment.puppetCa) return `stays: ${host} has no puppetserver`;
      throw notCleared(name, host, `exit ${exitCode}: ${said}`);
    },
  });
}

/** What is to be done by hand, said before anything is done, where no machine has Puppet's authority. */
export function withCertificateNote(difference: Difference, environment: OpenStackEnvironment): Difference {
  const isWrapped = environment.openstack.provisioner === "cern";
  if (isWrapped || authorityOf(environment) !== undefined) return difference;
  const notes = difference.drafts.filter(isInstallation).map(({ name }) => staysOf(fullName(name, environment)));
  return { ...difference, notes: [...difference.notes, ...notes] };
}

function isInstallation({ kind, action }: Draft): boolean {
  return kind === "server" && (action === "replace" || action === "create");
}

function staysOf(name: string): string {
  const until = `until somebody runs ${commandFor(name).join(" ")} on the CA`;
  return `an old Puppet certificate of ${name} stays: Puppet will refuse the new installation ${until}`;
}

function told(error: unknown): never {
  throw error instanceof OpsError && unsent.includes(error.code) ? notDone(error) : error;
}

function notCleared(name: string, where: string, why: string): OpsError {
  return new OpsError({
    code: "puppet-certificate",
    reason: "system",
    what: `the Puppet certificate of ${name} is not cleared on ${where}`,
    why,
    next: `${commandFor(name).join(" ")} there, then resume`,
  });
}
