import type { Condition, Resource } from "../../src/runbook.ts";
import { asked, done, evidenceOf, ofNoHost } from "./asked.ts";
import type { Host } from "./site.ts";

const hosts = "hosts";
const foreman = "foreman";

/** `puppet agent -t -v`, once. */
export function puppetIsRun(host: Host): Resource {
  return done(hosts, "puppet", host, { do: "run" });
}

export function imageIsPulled(host: Host, image: string): Resource {
  return done(hosts, "image", host, { do: "pull", image });
}

/** Exactly the key that was shown. @param step the one that looked at it */
export function keyIsAccepted(host: Host, step: string): Resource {
  return done(hosts, "host-key", host, { do: "accept", evidence: step });
}

export function containerIsRestarted(host: Host, container: string): Resource {
  return done(hosts, "container", host, { do: "restart", container });
}

export function commandIsRun(host: Host, argv: readonly string[]): Resource {
  return done(hosts, "command", host, { do: "run", argv: [...argv] });
}

export function pings(host: Host): Condition {
  return asked(hosts, host, "pings", "answers to ping");
}

export function letsIn(host: Host): Condition {
  return asked(hosts, host, "ssh-works", `lets ${host.environment.hostUser} in over SSH`);
}

/** Holds as soon as it shows a key; tells its fingerprint, and whether the server's console shows the same one. */
export function showsKey(host: Host): Condition {
  return asked(hosts, host, "host-key-shown", "shows its host key");
}

export function keyIsKnown(host: Host): Condition {
  return asked(hosts, host, "host-key-known", "shows the host key that is known of it");
}

export function runsContainer(host: Host, container: string): Condition {
  return asked(hosts, host, "container-running", `runs the container ${container}`, { container });
}

export function hasFreeDisk(host: Host): Condition {
  const atLeastPercent = host.environment.policies.diskFreeAtLeastPercent;
  return asked(hosts, host, "disk-free", `has ${atLeastPercent} % of its disk free`, { atLeastPercent });
}

export function clockIsInStep(host: Host): Condition {
  const atMostSeconds = host.environment.policies.clockSkewAtMostSeconds;
  return asked(hosts, host, "clock-in-step", `has its clock right to ${atMostSeconds} s`, { atMostSeconds });
}

/** Always holds; tells the id, or of a host that hangs the moment, for the proof of a reboot. */
export function bootIdIsKnown(host: Host): Condition {
  return asked(hosts, host, "boot-id", "tells in which boot it is");
}

/** @param step the check that read the boot id before */
export function bootedAnew(host: Host, step: string): Condition {
  return asked(hosts, host, "booted-anew", "has booted anew", { before: evidenceOf(step) });
}

export function reportIsClean(host: Host): Condition {
  const withinSeconds = host.environment.policies.reportWithinSeconds;
  return asked(foreman, host, "report-clean", "has no puppet errors in Foreman", { withinSeconds });
}

export function recordIsGone(host: Host): Condition {
  return asked(foreman, host, "record-gone", "has no record in Foreman");
}

/** The Kerberos ticket on the gateway lives that much longer. */
export function ticketLives(host: Host, seconds: number): Condition {
  const what = `the Kerberos ticket lives ${Math.ceil(seconds / 60)} minutes more`;
  return { ...ofNoHost(asked("cern", host, "ticket-lives", what)), parameters: { seconds } };
}
