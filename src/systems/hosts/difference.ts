import type { OpenStackEnvironment } from "../../model/environment.ts";
import { OpsError } from "../../model/error.ts";
import type { Fields } from "../../model/json.ts";
import type { Difference, Draft } from "../../model/plan.ts";
import { keyOf, type Resource } from "../../model/resource.ts";
import { typedWord } from "../../model/shell-word.ts";
import { argumentsOf, checkOwnHost } from "./command.ts";
import { targetOf, textOf } from "./names.ts";

type Words = Pick<Draft, "risk" | "because" | "does" | "interrupts">;

/** What is done by each kind, in words. Nothing of it is a state that could be there already: asked for, it is done. */
const words: Readonly<Record<string, (host: string, wanted: Fields) => Words>> = {
  puppet: (host) => ({
    risk: "safe",
    because: "puppet makes the host what its hostgroup says",
    does: `run puppet agent -t -v on ${host}`,
  }),
  image: (host, wanted) => ({
    risk: "safe",
    because: "builds begin at once when the image is there",
    does: `run docker pull ${textOf(wanted, "image")} on ${host}`,
  }),
  "host-key": (host) => ({
    risk: "safe",
    because: "a new installation has a new host key; a person has compared it",
    does: `take the key that ${host} showed for its own: whoever holds it is taken for ${host}`,
  }),
  container: (host, wanted) => ({
    risk: "disruptive",
    because: "it is to begin anew",
    does: `run docker restart ${textOf(wanted, "container")} on ${host}`,
    interrupts: `${textOf(wanted, "container")} on ${host} is away for some seconds`,
  }),
  command: (host, wanted) => ({
    risk: "destructive",
    because: "it was typed; what it does is not known to the console",
    does: `run ${argumentsOf(wanted.argv).map(typedWord).join(" ")} on ${host}`,
    interrupts: `whatever the command does on ${host}, as root`,
  }),
};

/** @throws OpsError for what is not done on hosts, and for a free command on anything but this place's own hosts. */
export function differenceOf(resource: Resource, environment: OpenStackEnvironment): Difference {
  const { kind, name, desired } = resource;
  const say = Object.hasOwn(words, kind) ? words[kind] : undefined;
  if (!say || !desired) throw unknownResource(resource);
  if (kind === "command") checkOwnHost(name, environment);
  const draft: Draft = {
    action: "act",
    system: "hosts",
    kind,
    name,
    ...say(name, desired),
    after: desired,
    targets: [targetOf(name, environment.domain)],
  };
  return { drafts: [draft], notes: [] };
}

function unknownResource(resource: Resource): OpsError {
  return new OpsError({
    code: "unknown-resource",
    reason: "internal",
    what: `${keyOf(resource)} is nothing of a host`,
    why: `there are ${Object.keys(words).join(", ")}, each with what is to be done`,
    next: "mend the runbook that asks for it",
  });
}
