/** What an exit code of a wrapper says. Source: sheet `cern`, sections 2 to 4. */
export interface ExitCode {
  /**
   * - `not`: provably nothing of what was asked for.
   * - `part`: something was done, and it is over.
   * - `maybe`: it failed; only what it printed may prove that nothing was done.
   */
  readonly done: "not" | "part" | "maybe";
  /** What was done and what was not. */
  readonly why: string;
  /** How to finish or clear up by hand. */
  readonly next: string;
}

export interface WrapperCodes {
  /** `ai-kill` */
  readonly name: string;
  /** It sends one request that makes something: when that one was refused, nothing was done. */
  readonly isOneRequest: boolean;
  readonly codes: Readonly<Record<number, ExitCode>>;
}

const again = "mend that, then try again";
const ticket = "CheckAccess() says how long the ticket lives; kinit on the gateway, then try again";
const foremanRights = "Foreman's rights come with the e-group alice-agile-admin; then try again";
const novaRights = "OpenStack's rights come with the e-group alice-vm-admin; then try again";
const notFound: ExitCode = {
  done: "not",
  why: "the gateway does not have that program",
  next: "look whether the gateway of the environment is the right machine",
};

/** Before a wrapper does anything it reads its options, as Python's argparse does. */
const usage: ExitCode = {
  done: "maybe",
  why: "its options were not understood",
  next: "compare the options of the environment file with the wrapper's --help on the gateway",
};

/** Environment, Kerberos, name, user data, Foreman, certmgr, Nova and Cinder, in that order. */
export const createCodes: WrapperCodes = {
  name: "ai-bs",
  isOneRequest: false,
  codes: {
    2: usage,
    127: notFound,
    3: { done: "not", why: "the OpenStack environment was not fit; nothing was made", next: again },
    4: { done: "not", why: "there is no Kerberos ticket; nothing was made", next: ticket },
    5: { done: "not", why: "the name was not taken; nothing was made", next: again },
    6: { done: "not", why: "the user data could not be made; nothing was made", next: again },
    7: { done: "not", why: "the user data could not be made; nothing was made", next: again },
    10: {
      done: "not",
      why: "Foreman did not take the host; no server and no volume was made, a record in Foreman may be there",
      next: `delete the record in Foreman if there is one; ${foremanRights}`,
    },
    20: {
      done: "not",
      why: "the certificate was not staged; the record in Foreman was taken back, no server and no volume was made",
      next: foremanRights,
    },
    30: nova("Nova or Cinder failed"),
    40: nova("Nova or Cinder failed"),
    50: { ...nova("OpenStack did not let the wrapper in"), done: "not" },
  },
};

function nova(what: string): ExitCode {
  return {
    done: "maybe",
    why: `${what}; the record in Foreman was taken back, a volume that was already made is left behind`,
    next: `openstack volume list shows volumes whose name begins with the host's: delete what is left; ${novaRights}`,
  };
}

/** Foreman, certmgr, Nova, Roger. */
export const rebuildCodes: WrapperCodes = {
  name: "ai-rebuild-vm",
  isOneRequest: true,
  codes: {
    2: usage,
    127: notFound,
    4: { done: "not", why: "there is no Kerberos ticket; nothing was rebuilt", next: ticket },
    10: {
      done: "not",
      why: "Foreman has no record of the host or could not be asked; nothing was rebuilt",
      next: `look for the host in Foreman; ${foremanRights}`,
    },
    20: { done: "not", why: "the certificate was not staged; nothing was rebuilt", next: foremanRights },
    30: {
      done: "maybe",
      why: "Nova did not take the rebuild; the certificate was staged anew, which harms nothing",
      next: "openstack server show says whether it is being rebuilt; one that booted from a volume cannot be",
    },
    50: {
      done: "not",
      why: "OpenStack did not let the wrapper in; nothing was rebuilt, the certificate was staged anew, which harms nothing",
      next: novaRights,
    },
  },
};

/** Nova, Roger, Foreman. */
export const killCodes: WrapperCodes = {
  name: "ai-kill",
  isOneRequest: true,
  codes: {
    2: usage,
    127: notFound,
    4: { done: "not", why: "there is no Kerberos ticket; nothing was deleted", next: ticket },
    10: {
      done: "not",
      why: "Nova found no server of that name in the project; nothing was deleted, a record in Foreman may be there",
      next: "look whether the server is in this project; a record that is left is deleted in Foreman by hand",
    },
    20: {
      done: "part",
      why: "the server is deleted; its record in Foreman could not be, and remains",
      next: "delete the host in Foreman by hand; attached volumes stay until they are deleted",
    },
    30: {
      done: "not",
      why: "OpenStack did not let the wrapper in or refused the delete; nothing was deleted",
      next: novaRights,
    },
  },
};

/** The client's own: 1 for any error. */
export const rebootCodes: WrapperCodes = {
  name: "openstack server reboot",
  isOneRequest: true,
  codes: {
    127: notFound,
    1: {
      done: "maybe",
      why: "the client failed",
      next: "openstack server show says whether it is being rebooted; a new boot id on the host proves it",
    },
  },
};
