import { act, ask, type Step, wait } from "../../src/runbook.ts";
import { within } from "./asked.ts";
import { imageIsPulled, keyIsAccepted, keyIsKnown, letsIn, pings, puppetIsRun, showsKey } from "./host.ts";
import { isRegistered } from "./mesos.ts";
import { isActive } from "./server.ts";
import type { Host } from "./site.ts";

/**
 * "In order to make sure that the machine is correctly up and running": from the accepted request to a clean puppet
 * run (operations guide, "Creating a agent", "Rebuilding a master").
 */
export function upAndRunning(host: Host): readonly Step[] {
  return [installed(host), pinged(host), ...keyAccepted(host), entered(host), puppetUntilClean(host)];
}

/** The same after a rebuild, which a machine that shows its old key has not been through. */
export function upAndRunningAnew(host: Host): readonly Step[] {
  const [up, ping, key, ...rest] = upAndRunning(host);
  return [up, ping, key, oldKeyAsked(host), ...rest].filter((step) => step !== undefined);
}

function oldKeyAsked(host: Host): Step {
  return ask({
    id: "old-key",
    title: `say whether ${host.name} was made anew although it shows a key that is known`,
    because: "a new installation has a new key: with the old one the rebuild may not have taken place",
    onlyIf: { condition: keyIsKnown(host), holds: "yes", because: "it shows a key that is known" },
    question: {
      text: `${host.name} shows a key that is known already: its old one, or one that another run took. Was it made anew?`,
      shows: ["host-key"],
      choices: [
        { name: "made-anew", title: "its installation puts the key back, or another run took it meanwhile" },
        { name: "leave", title: "it was not: end here; the same runbook again rebuilds it" },
      ],
      endsWith: "leave",
    },
  });
}

/** What an agent needs besides: the builder image, and to be registered. */
export function readyToBuild(host: Host): readonly Step[] {
  return [builderPulled(host), registered(host)];
}

function installed(host: Host): Step {
  return wait({
    id: "installed",
    title: `wait until ${host.name} is up in OpenStack`,
    because: "the command ends when the request was accepted; the machine is not there yet",
    conditions: within(host.environment.policies.rebuildWithinSeconds, [isActive(host)]),
    normal: "it can take up to one hour",
    otherwise: "in ERROR: park, run the same runbook once more beside this one, then resume this one",
  });
}

function pinged(host: Host): Step {
  return wait({
    id: "ping",
    title: `ping ${host.name}`,
    conditions: within(host.environment.policies.rebuildWithinSeconds, [pings(host)]),
    normal: "some minutes; a new name is in the DNS after a quarter of an hour",
  });
}

/** A new installation has a new host key. It is nobody's word but a person's that it is the right one. */
export function keyAccepted(host: Host): readonly Step[] {
  return [
    wait({
      id: "host-key",
      title: `look at the host key that ${host.name} shows, beside its console's output`,
      conditions: within(host.environment.policies.rebootWithinSeconds, [showsKey(host)]),
      normal: "as soon as it is up",
    }),
    ask({
      id: "key-is-right",
      title: `say whether it is the key of ${host.name}`,
      otherwise: `AcceptHostKey!("${host.name}") takes the key once it is found to be right; a rebuild makes the host anew`,
      because: "a new installation has a new key, and so has somebody in between",
      onlyIf: { condition: keyIsKnown(host), holds: "no", because: "the key is not the one that is known" },
      question: {
        text: `Is this the key of ${host.name}? While you do not know, park the run and find out`,
        shows: ["host-key"],
        personsOnlyUnless: "host-key",
        choices: [
          { name: "accept", title: "compared and right: it is known as its key from now on" },
          { name: "leave", title: "it is not: end here; the host is not entered" },
        ],
        endsWith: "leave",
      },
    }),
    act({
      id: "accept-key",
      title: `accept that host key of ${host.name}`,
      onlyIf: { answer: "key-is-right", isOneOf: ["accept"], because: "a person compared it" },
      resources: [keyIsAccepted(host, "host-key")],
    }),
  ];
}

export function entered(host: Host): Step {
  return wait({
    id: "ssh",
    title: `ssh to ${host.name} as ${host.environment.hostUser}`,
    conditions: within(host.environment.policies.rebootWithinSeconds, [letsIn(host)]),
    normal: "as soon as it is up",
  });
}

function puppetUntilClean(host: Host): Step {
  return act({
    id: "puppet",
    title: `run puppet agent -t -v on ${host.name} until no errors are reported`,
    resources: [puppetIsRun(host)],
    attemptsAtMost: host.environment.policies.puppetRunsAtMost,
    otherwise:
      'errors that stay after a few runs are to be reported: after parking, report("{run}") has the lines to send',
  });
}

function builderPulled(host: Host): Step {
  const image = host.environment.agents.builderImage;
  return act({
    id: "builder-image",
    title: `docker pull ${image} on ${host.name}`,
    because: "else the first build pulls it",
    resources: [imageIsPulled(host, image)],
  });
}

export function registered(host: Host): Step {
  return wait({
    id: "registered",
    title: `wait until ${host.name} is registered in Mesos`,
    conditions: within(host.environment.policies.registerWithinSeconds, [isRegistered(host)]),
    normal: "a minute or two",
  });
}
