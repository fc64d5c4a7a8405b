import { NotDone } from "../../model/error.ts";
import { isShortName } from "../../model/handle.ts";
import type { ServerSpec } from "../../model/provisioner.ts";

/** The operations guide's "Creating a master", "Creating a agent", options in its order. */
export function createArgv(spec: ServerSpec): readonly string[] {
  const { device, sizeGB, type } = spec.volume;
  return [
    "ai-bs",
    ...["-g", spec.hostgroup],
    ...["--foreman-environment", spec.foremanEnvironment],
    imageOption(spec.imageOption),
    ...["--nova-sshkey", spec.keypair],
    ...(spec.zone === undefined ? [] : ["--nova-availabilityzone", spec.zone]),
    ...["--nova-flavor", spec.flavor],
    ...["--landb-mainuser", spec.landbMainUser],
    ...["--landb-responsible", spec.landbResponsible],
    ...["--nova-attach-new-volume", `${device}=${sizeGB}GB${type === undefined ? "" : `:type=${type}`}`],
    checkedName(spec.name),
  ];
}

/** "Actually rebuild the machine". */
export function rebuildArgv(name: string, image: string): readonly string[] {
  return ["ai-rebuild-vm", imageOption(image), checkedName(name)];
}

/** "Delete the VM". */
export function killArgv(name: string): readonly string[] {
  return ["ai-kill", checkedName(name)];
}

/** "Rebooting a Mesos server". */
export function rebootArgv(name: string): readonly string[] {
  return ["openstack", "server", "reboot", "--hard", checkedName(name)];
}

function imageOption(option: string): string {
  if (/^[a-z0-9]{1,20}$/.test(option)) return `--${option}`;
  throw unfit("image option", option);
}

/** A short host name: nothing that a wrapper could take for an option, a pattern or several. */
function checkedName(name: string): string {
  if (isShortName(name)) return name;
  throw unfit("short host name", name);
}

function unfit(what: string, text: string): NotDone {
  return new NotDone({
    code: "bad-argument",
    reason: "usage",
    what: `Nothing was started on the gateway`,
    why: `${JSON.stringify(text)} is no ${what}`,
    next: "mend it in the environment file or where it was typed",
  });
}
