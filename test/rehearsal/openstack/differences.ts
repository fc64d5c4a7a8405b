import type { Exchange } from "./recordings.ts";

/** A difference between the rehearsed cloud and the recorded one that is meant to be. */
export interface Intended {
  /** The recorded exchanges, by their name. */
  readonly exchanges: RegExp;
  /** The differences, as `recorded.test.ts` words them. */
  readonly differences: RegExp;
  readonly because: string;
}

/** What an administrator did, what other services answered, and what nobody here asks for. */
const notOurs =
  /admin|neutron|^networks$|^keypair-(create|bad|over)|^image-(cc7|slc7|upload|patch|protect|queued|delete)|pause|remote-console|quota|app-cred|short-token|expired|revoke|app-credential|extend|shrink|os-detach|reset-status|no-valid-host|disk-too-small|error-(server|fault|reset)|actions-error|heals-error|flavor-create/;

/** Whether the rehearsal is to answer that. */
export function isOurs({ name }: Exchange): boolean {
  return !notOurs.test(name);
}

/** All of them: any other difference fails, and so does one of these that is none any more. */
export const intended: readonly Intended[] = [
  {
    exchanges: /^auth-malformed$/,
    differences: /^text: /,
    because: "of a refused body only the sentence is said, not the schema",
  },
  {
    exchanges: /^images?-/,
    differences: /^[-+] \S+\.(architecture|os_\w+|release_date)$/,
    because: "our images have the properties of the environment's",
  },
  {
    exchanges: /^servers?-/,
    differences: /^[-+] \S+\.metadata\.[\w-]+$/,
    because: "our servers have the metadata of CERN's wrappers",
  },
  {
    exchanges: /^servers-page4$/,
    differences: /^\+ \$\.servers_links$/,
    because: "the rehearsal has more servers than the recording",
  },
  {
    exchanges: /^(server-show-no-network|rebuild)/,
    differences: /^\+ \$\.server\.(security_groups|addresses\.CERN_NETWORK)$/,
    because: "every rehearsed server is in the network",
  },
];
