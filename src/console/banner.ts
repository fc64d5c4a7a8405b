import { allRuns } from "../engine/runs.ts";
import { type Environment, isAws } from "../model/environment.ts";
import type { Run } from "../model/run.ts";
import { proseText } from "../views/prose.ts";
import { owedWords } from "../views/run-outcomes.ts";
import { terminalScreen } from "../views/screen.ts";
import type { Session } from "./session.ts";

/** More would push the prompt off a small screen. */
const shownParked = 3;

/** The lines above the first prompt. `failures`: what could not be loaded, for people. */
export function banner(session: Session, failures: readonly string[]): string {
  const { environment, world } = session.parts;
  const head = `${environment.title}: ${placeOf(environment)}`;
  const isRehearsal = world.kind === "rehearsal";
  const rehearsal = isRehearsal
    ? ["REHEARSAL: nothing real is touched; time passes only while the console waits."]
    : [];
  const lines = [head, ...rehearsal, ...journalLines(session)].map((line) => proseText(line, terminalScreen()));
  return [...lines, ...failures, "help() says what there is."].join("\n");
}

/** What a run changed for a while and has not taken back: nobody else would think of it. */
function owedLines(runs: readonly Run[]): readonly string[] {
  return runs.flatMap((run) => owedWords(run).map((words) => `Still so: ${words}`));
}

/** What the environment is pinned to. */
export function placeOf(environment: Environment): string {
  if (isAws(environment)) return `account ${environment.aws.account}, ${environment.aws.region}`;
  const { name, id } = environment.openstack.project;
  return `project ${name} (${id})`;
}

function journalLines(session: Session): readonly string[] {
  const { store } = session;
  if (store.readOnlyBecause) return [`The journal is read-only, so one can look but not act: ${store.readOnlyBecause}`];
  const { unreadable } = allRuns({ store });
  const parked = session.runsHere().filter(({ status }) => status === "parked");
  const more = parked.length > shownParked ? [`and ${parked.length - shownParked} more: runs()`] : [];
  return [
    ...owedLines(session.runsHere()),
    ...parked.slice(-shownParked).map(({ id, title }) => `${id} is parked: ${title}. To go on: resume!("${id}")`),
    ...more,
    ...unreadable.map((id) => `${id} cannot be read; show("${id}") says why`),
  ];
}
