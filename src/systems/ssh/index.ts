import type { HostCommands } from "../../model/host-commands.ts";
import { Ssh, type SshOptions } from "./ssh.ts";

export type { SshOptions };

/** Commands on hosts over SSH. Nothing is read or connected before the first call. */
export function createSsh(options: SshOptions): HostCommands {
  return new Ssh(options);
}
