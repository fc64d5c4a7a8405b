import { NotDone } from "../../model/error.ts";
import type { Fields } from "../../model/json.ts";
import type { Change } from "../../model/plan.ts";
import type { Effects } from "../../model/system.ts";
import { type OnceEffect, onceEffect } from "../../remote/effect.ts";
import type { Ended, OnceRun } from "../../remote/once.ts";
import { acceptHostKey } from "./accept-key.ts";
import { runCommand } from "./command.ts";
import { restartContainer } from "./container.ts";
import { pullImage } from "./image.ts";
import type { Looks } from "./look.ts";
import { fullNameOf } from "./names.ts";
import { runPuppet } from "./puppet.ts";

/** One change on one host, as it is made. */
export interface Acting {
  readonly host: string;
  readonly full: string;
  /** What the change says is to be done. */
  readonly wanted: Fields;
  readonly effects: Effects;
  readonly looks: Looks;
  /** Runs a command once there, journaled; its lines go to the change's log. */
  once(effect: Omit<OnceEffect, "run"> & { readonly argv: readonly string[] }): Promise<Ended>;
}

type Act = (acting: Acting) => Promise<void>;

const acts: Readonly<Record<string, Act>> = {
  puppet: runPuppet,
  image: pullImage,
  "host-key": acceptHostKey,
  container: restartContainer,
  command: runCommand,
};

/** @throws NotDone for a change that no host can have. */
export async function apply(change: Change, effects: Effects, looks: Looks): Promise<void> {
  const act = Object.hasOwn(acts, change.kind) ? acts[change.kind] : undefined;
  if (!act || change.action !== "act" || !change.after) throw cannotApply(change);
  await act(actingOn(change.name, change.after, effects, looks));
}

function actingOn(host: string, wanted: Fields, effects: Effects, looks: Looks): Acting {
  const full = fullNameOf(host, looks.environment.domain);
  const onLine = (line: string) => effects.log(line);
  const runOf = (argv: readonly string[]): OnceRun => {
    return { ssh: looks.ssh, host: full, command: { argv }, clock: looks.world.clock, onLine };
  };
  const once: Acting["once"] = ({ argv, ...effect }) => effects.perform(onceEffect({ ...effect, run: runOf(argv) }));
  return { host, full, wanted, effects, looks, once };
}

function cannotApply(change: Change): NotDone {
  return new NotDone({
    code: "hosts-unknown-change",
    reason: "internal",
    what: `${change.id} is nothing that is done on a host`,
    why: `there are ${Object.keys(acts).join(", ")}, each an act`,
    next: "mend the runbook that planned it",
  });
}
