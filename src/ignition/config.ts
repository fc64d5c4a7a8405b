import { OpsError } from "../model/error.ts";

/** What a host may be given of user data, in bytes before base64. Source: protocols sheet AWS, section 3. */
export const userDataLimitBytes = 16 * 1024;

/** A systemd unit of the first boot: started and enabled, or masked. */
export type SystemdUnit =
  | { readonly name: string; readonly enabled: true; readonly contents: string }
  | { readonly name: string; readonly mask: true };

/** An executable script, written before the first unit starts. */
export interface Script {
  readonly path: string;
  readonly text: string;
}

/** What a host is made of. Disks and file systems are left out on purpose, see {@link dataVolumeUnit}. */
export interface Host {
  readonly sshAuthorizedKeys: readonly string[];
  readonly scripts: readonly Script[];
  readonly units: readonly SystemdUnit[];
}

/**
 * An update that reboots by itself would take a ZooKeeper member or somebody's tasks away unasked, and two masters at
 * once in the worst case. The operating system changes with the image that the environment names, host by host.
 */
const maskedUnits: readonly SystemdUnit[] = ["locksmithd.service", "update-engine.service"].map((name) => ({
  name,
  mask: true,
}));

/**
 * The user data of a host: an Ignition v3.4.0 configuration, read once, at the first boot.
 *
 * @throws OpsError `user-data-too-large` above {@link userDataLimitBytes}.
 */
export function ignition(host: Host): string {
  const text = JSON.stringify({
    ignition: { version: "3.4.0" },
    passwd: { users: [{ name: "core", sshAuthorizedKeys: host.sshAuthorizedKeys }] },
    storage: { files: host.scripts.map(scriptFile) },
    systemd: { units: [...maskedUnits, ...host.units] },
  });
  const bytes = Buffer.byteLength(text);
  if (bytes > userDataLimitBytes) throw tooLarge(bytes);
  return text;
}

function scriptFile(script: Script) {
  const source = `data:,${encodeURIComponent(script.text)}`;
  return { path: script.path, mode: 0o755, contents: { source } };
}

function tooLarge(bytes: number): OpsError {
  return new OpsError({
    code: "user-data-too-large",
    reason: "usage",
    what: `the user data of a host has ${bytes} bytes`,
    why: `EC2 takes at most ${userDataLimitBytes}`,
    next: "shorten hosts.sshAuthorizedKeys or the container images' names in the environment file",
  });
}
