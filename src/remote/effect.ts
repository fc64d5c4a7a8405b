import { NotDone, type OpsErrorInit } from "../model/error.ts";
import type { Effect, Settlement } from "../model/system.ts";
import { type Ended, endedOnce, nameOf, type OnceRun, runOnce } from "./once.ts";

export interface OnceEffect {
  /** `ai-kill` */
  readonly name: string;
  readonly run: OnceRun;
  /** What proves that nothing was done, by the exit code and what it printed: then it may be tried anew. */
  notDone?(ended: Ended): OpsErrorInit | undefined;
  /** It began and its process is gone without an exit code. `over`: that is an end as good as any; default: a doubt. */
  readonly whenLost?: "over" | "doubt";
  /** What of its output is kept in the journal; it may hold what nobody else is to read. Default: its end. */
  keeps?(output: string): string;
  /** The last look before it is started; throws NotDone. */
  before?(): Promise<void>;
}

/**
 * A command as a journaled effect: sent once, and in doubt looked for in its token directory. Its value is how it ended,
 * whatever the exit code: what a code means is the caller's to say.
 */
export function onceEffect(effect: OnceEffect): Effect<Ended> {
  const { name, run, before } = effect;
  return {
    name,
    repeat: "once",
    // A person who saw that it did what it was to do knows no exit code: as good as that of success.
    whenSeen: { exitCode: 0, output: "" },
    async send(permit) {
      await before?.();
      const ended = kept(await runOnce(run, permit), effect);
      const refusal = effect.notDone?.(ended);
      if (refusal) throw new NotDone(refusal);
      if (isDoubt(ended, effect)) throw new Error(lostEvidence(ended, run));
      return ended;
    },
    async probe({ token }) {
      const ended = await endedOnce(run, token);
      return settlementOf(ended && kept(ended, effect), effect);
    },
  };
}

const keptCharacters = 4_000;

function kept({ exitCode, output }: Ended, { keeps = endOf }: OnceEffect): Ended {
  return { exitCode, output: keeps(output) };
}

function endOf(output: string): string {
  return output.length > keptCharacters ? `…${output.slice(-keptCharacters)}` : output;
}

function isDoubt({ exitCode }: Ended, { whenLost }: OnceEffect): boolean {
  return exitCode === null && whenLost !== "over";
}

function settlementOf(ended: Ended | undefined, effect: OnceEffect): Settlement<Ended> {
  const { host } = effect.run;
  const name = nameOf(effect.run.command);
  if (!ended) return { happened: "no", evidence: `${name} was never started on ${host}` };
  const refusal = effect.notDone?.(ended);
  if (refusal) return { happened: "no", evidence: `${refusal.what}: ${refusal.why}` };
  if (isDoubt(ended, effect)) return { happened: "unknown", evidence: lostEvidence(ended, effect.run) };
  return { happened: "yes", value: ended, evidence: `${name} on ${host} ended with exit code ${ended.exitCode}` };
}

function lostEvidence({ output }: Ended, { host, command }: OnceRun): string {
  const last = output.trim().split("\n").slice(-3).join(" | ");
  return `${nameOf(command)} began on ${host} and is gone without an exit code; its last lines: ${last || "none"}`;
}
