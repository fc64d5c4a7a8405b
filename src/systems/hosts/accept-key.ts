import { NotDone } from "../../model/error.ts";
import type { Json } from "../../model/json.ts";
import type { Acting } from "./acts.ts";
import { textOf } from "./names.ts";

/** Takes exactly the key that a person was shown, whatever the host shows by now. */
export async function acceptHostKey({ host, full, wanted, effects, looks }: Acting): Promise<void> {
  const fingerprint = fingerprintOf(effects.evidence(textOf(wanted, "evidence")));
  if (fingerprint === undefined) throw notShown(host);
  await effects.perform({
    name: "accept-host-key",
    repeat: "idempotent",
    async send(permit) {
      await looks.ssh.acceptHostKey(full, fingerprint, permit);
      return { fingerprint };
    },
  });
  effects.log(`the key ${fingerprint} of ${host} is known from now on`);
}

function fingerprintOf(seen: Json | undefined): string | undefined {
  if (typeof seen === "string") return seen;
  if (typeof seen !== "object" || seen === null || !("fingerprint" in seen)) return undefined;
  return typeof seen.fingerprint === "string" ? seen.fingerprint : undefined;
}

function notShown(host: string): NotDone {
  return new NotDone({
    code: "host-key-not-shown",
    reason: "refused",
    what: `No key of ${host} is accepted`,
    why: "no step of this run has shown its fingerprint to a person",
    next: "run the runbook again from its look at the host's key",
  });
}
