/** One spelling of a handle: any case, with or without a final dot. */
export function plainHandle(handle: string): string {
  return handle.trim().toLowerCase().replace(/\.$/, "");
}

/** A host's short name of any of its names; an id stays an id. An IPv4 address has no short form. */
export function shortHandle(handle: string): string {
  const plain = plainHandle(handle);
  const isAddress = /^\d+(\.\d+){3}$/.test(plain);
  return isAddress ? plain : (plain.split(".")[0] ?? plain);
}

/** Whether it can be a server's short name: nothing that a command could take for an option, a pattern or several. */
export function isShortName(name: string): boolean {
  return /^[a-z][a-z0-9-]{0,59}$/.test(name);
}
