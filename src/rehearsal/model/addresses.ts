import type { Place, Subnet } from "../seed.ts";
import { AwsError } from "../wire/error.ts";

/** AWS keeps the first four and the last address of a subnet; masters' addresses are usually low, so others start here. */
const firstFree = 16;
const lastFree = 254;

/** Whether an IPv4 address lies in a /24. */
export function isWithin(subnet: Subnet, address: string): boolean {
  const network = subnet.cidr.split(".").slice(0, 3).join(".");
  const host = Number(address.split(".")[3]);
  return address.startsWith(`${network}.`) && host >= 4 && host <= lastFree;
}

/** The lowest free address of a subnet. */
export function freeAddress(place: Place, subnet: Subnet, isTaken: (address: string) => boolean): string {
  const network = subnet.cidr.split(".").slice(0, 3).join(".");
  for (let host = firstFree; host <= lastFree; host += 1) {
    const address = `${network}.${host}`;
    if (!isTaken(address) && !place.reservedAddresses.has(address)) return address;
  }
  throw new AwsError(
    "InsufficientFreeAddressesInSubnet",
    `There are not enough free addresses in subnet '${subnet.id}'.`,
  );
}

/** The private DNS name that EC2 gives to an address. Source: "EC2 instance hostname types", IP name. */
export function hostnameOf(place: Place, address: string): string {
  const domain = place.region === "us-east-1" ? "ec2.internal" : `${place.region}.compute.internal`;
  return `ip-${address.replaceAll(".", "-")}.${domain}`;
}
