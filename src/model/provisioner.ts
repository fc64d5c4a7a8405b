import type { Effects } from "./system.ts";

/** What a new server is made like. Sizes as the wrappers take them; see `ServerClass`. */
export interface ServerSpec {
  /** Short name: `alibuild07`. */
  readonly name: string;
  /** `alibuild07.cern.ch` */
  readonly fullName: string;
  readonly hostgroup: string;
  readonly foremanEnvironment: string;
  readonly imageOption: string;
  readonly imageProperties: Readonly<Record<string, string>>;
  readonly keypair: string;
  readonly flavor: string;
  readonly landbMainUser: string;
  readonly landbResponsible: string;
  readonly volume: { readonly device: string; readonly sizeGB: number; readonly type?: string };
  /** Absent: the scheduler chooses. */
  readonly zone?: string;
}

/** A server that exists, by its resolved identity. */
export interface ServerRef {
  /** UUID */
  readonly id: string;
  readonly name: string;
  readonly fullName: string;
}

/**
 * Who creates, rebuilds, deletes and reboots servers: the CERN wrappers on the gateway, or OpenStack's own calls.
 * Each method performs its effects one after the other (journaled, probeable) and gives when the request was accepted:
 * that the machine is there is waited for by the steps after it.
 */
export interface Provisioner {
  create(spec: ServerSpec, effects: Effects): Promise<void>;
  /** Same id, address, volumes and name; the root disk is lost. */
  rebuild(
    server: ServerRef,
    image: Pick<ServerSpec, "imageOption" | "imageProperties">,
    effects: Effects,
  ): Promise<void>;
  /** Attached volumes stay. */
  remove(server: ServerRef, effects: Effects): Promise<void>;
  /** Hard. */
  reboot(server: ServerRef, effects: Effects): Promise<void>;
}
