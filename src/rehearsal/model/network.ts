import type { Subnet } from "../seed.ts";
import { AwsError } from "../wire/error.ts";
import { freeAddress, isWithin } from "./addresses.ts";
import { type Ground, newId, Shelf, type Tags, type Thing } from "./ground.ts";
import { SecurityGroups } from "./security-groups.ts";

export interface Attachment {
  readonly id: string;
  readonly instance: string;
  readonly attachedAt: number;
  /** The interface goes with its instance. */
  readonly isDeletedOnTermination: boolean;
}

export interface NetworkInterface extends Thing {
  readonly subnet: Subnet;
  readonly address: string;
  readonly description: string;
  readonly mac: string;
  groups: readonly string[];
  attachment: Attachment | undefined;
}

export interface NewInterface {
  readonly subnet: Subnet;
  readonly address?: string;
  readonly description?: string;
  readonly groups: readonly string[];
  readonly tags: Tags;
}

/** Subnets, security groups and network interfaces. */
export class Network {
  readonly interfaces: Shelf<NetworkInterface>;
  readonly groups: SecurityGroups;
  readonly vpc: Thing & { readonly cidr: string };
  readonly #ground: Ground;
  /** The attached ones by instance. */
  readonly #attached = new Map<string, NetworkInterface[]>();

  constructor(ground: Ground) {
    this.#ground = ground;
    this.vpc = { ...ground.place.vpc, bornAt: ground.time.now(), tags: new Map() };
    this.interfaces = new Shelf(ground, "InvalidNetworkInterfaceID.NotFound", "networkInterface ID");
    this.groups = new SecurityGroups(ground, (group) =>
      this.interfaces.all().some((each) => each.groups.includes(group)),
    );
  }

  /** @throws AwsError `InvalidSubnetID.NotFound` */
  subnet(id: string): Subnet {
    const subnet = this.#ground.place.subnets.find((candidate) => candidate.id === id);
    if (subnet) return subnet;
    throw new AwsError("InvalidSubnetID.NotFound", `The subnet ID '${id}' does not exist`);
  }

  createInterface(wanted: NewInterface): NetworkInterface {
    const { place, random, time } = this.#ground;
    if (wanted.address !== undefined) this.#requireFree(wanted.subnet, wanted.address);
    const address = wanted.address ?? freeAddress(place, wanted.subnet, (each) => this.#isTaken(each));
    return this.interfaces.put({
      id: newId(this.#ground, "eni"),
      bornAt: time.now(),
      tags: new Map(wanted.tags),
      subnet: wanted.subnet,
      address,
      description: wanted.description ?? "",
      mac: `0e:${(random.hex(10).match(/../g) ?? []).join(":")}`,
      groups: wanted.groups.length > 0 ? wanted.groups : [this.groups.default().id],
      attachment: undefined,
    });
  }

  /** @throws AwsError `InvalidNetworkInterface.InUse` */
  attachInterface(each: NetworkInterface, instance: string, isDeletedOnTermination: boolean): void {
    this.requireUnattached(each);
    const id = newId(this.#ground, "eni-attach");
    each.attachment = { id, instance, attachedAt: this.#ground.time.now(), isDeletedOnTermination };
    this.#attached.set(instance, [...this.of(instance), each]);
  }

  /** The interfaces of an instance. */
  of(instance: string): readonly NetworkInterface[] {
    return this.#attached.get(instance) ?? [];
  }

  /** Lets go of a terminated instance's interfaces. */
  release(instance: string): void {
    for (const each of this.of(instance)) {
      if (each.attachment?.isDeletedOnTermination) this.interfaces.remove(each.id);
      each.attachment = undefined;
    }
    this.#attached.delete(instance);
  }

  /** @throws AwsError `InvalidNetworkInterface.InUse` */
  deleteInterface(id: string): void {
    this.requireUnattached(this.interfaces.seek(id));
    this.interfaces.remove(id);
  }

  requireUnattached(each: NetworkInterface): void {
    if (each.attachment === undefined) return;
    throw new AwsError("InvalidNetworkInterface.InUse", `The network interface '${each.id}' is currently in use.`);
  }

  #requireFree(subnet: Subnet, address: string): void {
    const refuse = (code: string, why: string) => new AwsError(code, `The address '${address}' ${why}`);
    if (!isWithin(subnet, address))
      throw refuse("InvalidParameterValue", `does not fall within the subnet's address range ${subnet.cidr}.`);
    if (this.#isTaken(address)) throw refuse("InvalidIPAddress.InUse", "is in use.");
  }

  #isTaken(address: string): boolean {
    return this.interfaces.all().some((each) => each.address === address);
  }
}
