import { isSystemError, OpsError } from "../../model/error.ts";
import { quoted } from "../../model/printable.ts";
import type { Ended } from "../../remote/once.ts";
import type { Acting } from "./acts.ts";
import { ask } from "./look.ts";

/** As the operations guide has it. Exit codes: sheet `cern`, section 7. */
const argv = ["puppet", "agent", "-t", "-v"] as const;
const lock = "/opt/puppetlabs/puppet/cache/state/agent_catalog_run.lock";
/** A run that was started by the agent itself may take half an hour on a new host. */
const lockedWithinSeconds = 3600;
const errorLinesAtMost = 10;

/**
 * One run of the agent that ends clean. One that is under way already is waited for: that is no attempt, and each time
 * that the agent was asked is an effect of its own.
 */
export async function runPuppet(acting: Acting): Promise<void> {
  for (let time = 1; ; time += 1) {
    const name = time === 1 ? "puppet-agent" : `puppet-agent-${time}`;
    const ended = await acting.once({ name, argv, whenLost: "over", keeps: tellingLines });
    if (!isHeld(ended)) return judge(ended, acting);
    acting.effects.log("another puppet run is under way: waiting for its end");
    await untilUnlocked(acting);
  }
}

/** Puppet's own words; it did nothing then. It clears a lock by itself whose process is gone. */
function isHeld({ exitCode, output }: Ended): boolean {
  return exitCode === 1 && /already in progress/i.test(output) && output.includes("agent_catalog_run.lock");
}

/** Looks that fail say nothing of the lock. */
async function untilUnlocked({ host, full, effects, looks }: Acting): Promise<void> {
  await effects.wait(`the puppet run under way on ${host} has ended`, lockedWithinSeconds, async () => {
    try {
      const { exitCode } = await ask(full, ["test", "-e", lock], looks);
      return exitCode === 1 ? true : undefined;
    } catch (error) {
      if (isSystemError(error)) return undefined;
      throw error;
    }
  });
}

function judge({ exitCode, output }: Ended, at: Pick<Acting, "host" | "full">): void {
  const { host } = at;
  if (exitCode === 0 || exitCode === 2) return;
  const lines = output.split("\n").filter((line) => line !== "");
  if (exitCode === 4 || exitCode === 6) throw troubled("puppet-errors", `puppet reports errors on ${host}`, lines, at);
  const end =
    exitCode === null ? "it ended without an exit code: the host went down, or it was killed" : `exit code ${exitCode}`;
  throw troubled("puppet-failed", `the puppet run on ${host} failed`, [end, ...lines], at);
}

function troubled(
  code: string,
  what: string,
  why: readonly string[],
  { host, full }: Pick<Acting, "host" | "full">,
): OpsError {
  const next = why.some((line) => line.includes("already has a signed certificate"))
    ? `puppetserver ca clean --certname ${full} on the machine with Puppet's authority, then try again`
    : `run it again; if the errors stay, report them with the lines above (Foreman has the whole report of ${host})`;
  return new OpsError({ code, reason: "system", what, why: why.join("\n") || "it printed no error line", next });
}

/** `Error: …` as puppet prints them, each once, and that a lock is held. What puppet shows of files it changes is not kept. */
function tellingLines(output: string): string {
  const lines = output.split("\n").filter((line) => /^(\S+ )?Err(or)?: |already in progress/i.test(line.trim()));
  const short = lines.map((line) => quoted(line, 300));
  return [...new Set(short)].slice(-errorLinesAtMost).join("\n");
}
