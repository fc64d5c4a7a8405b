import { abortRun, allRuns, eventsOf, findRun, settleStep } from "../engine/runs.ts";
import { isOpenStack } from "../model/environment.ts";
import type { Parameter } from "../model/parameter.ts";
import type { Run } from "../model/run.ts";
import type { Queue } from "../prompt/queue.ts";
import { verb } from "../prompt/verb.ts";
import { type Expected, textsOf } from "./arguments.ts";
import { Candidates } from "./candidates.ts";
import type { Binding } from "./recipe-words.ts";
import { seenFromHere } from "./runs-here.ts";
import type { Session } from "./session.ts";

const run: Parameter = { name: "run", type: "run", title: "the run, e.g. r7" };
const parkedRun: Parameter = { ...run, type: "parked-run" };
const step: Parameter = { name: "step", type: "text", title: "the step in doubt" };
const evidence: Parameter = { name: "evidence", type: "text", title: '"yes: what you saw" or "no: ..."' };

export interface Look {
  readonly name: string;
  readonly title: string;
  readonly doc: string;
  readonly parameters: readonly Parameter[];
  look(...args: string[]): unknown;
}

interface Act extends Look {
  act(...args: string[]): Promise<unknown>;
}

export type Known = Expected["known"];

/** The functions about runs and the journal. */
export function functionBindings(session: Session, queue: Queue): readonly Binding[] {
  const candidates = new Candidates(session);
  const known: Known = (type) => candidates.of(type);
  return [
    ...looks(session).map((each) => lookBinding(each, known)),
    ...acts(session).map((each) => actBinding(each, known, queue)),
  ];
}

function looks(session: Session): readonly Look[] {
  const { store } = session;
  return [
    {
      name: "runs",
      title: "all runs, newest last",
      doc: "Every plan that was begun, with its state.",
      parameters: [],
      look: () => allRuns({ store }).runs.map((each) => seenFromHere(each, session)),
    },
    {
      name: "show",
      title: "one run, step by step",
      doc: 'show("r7")',
      parameters: [run],
      look: (id) => seenFromHere(findRun(id, { store }), session),
    },
    {
      name: "report",
      title: "a run as Markdown, for a ticket",
      doc: "Who, when, the plan, the answers, each effect with its times, the outcome. Secrets are masked.",
      parameters: [run],
      look: async (id) => {
        const { reportMarkdown } = await import("../views/report.ts");
        return reportMarkdown(findRun(id, { store }), eventsOf(id, { store }));
      },
    },
    {
      name: "verifyJournal",
      title: "checks the journal's hash chain",
      doc: "Reads every event from the first.",
      parameters: [],
      look: () => store.verify(),
    },
  ];
}

function acts(session: Session): readonly Act[] {
  const { store } = session;
  const find = (id: string): Run => findRun(id, { store });
  return [
    {
      name: "resume",
      title: "goes on with a parked run",
      doc: "From the top, with the journaled plan and answers: what is done is not done again.",
      parameters: [parkedRun],
      look: find,
      act: (id) =>
        session.applying(async (engine) => {
          const { resumeRun } = await import("../engine/resume.ts");
          return resumeRun(id, engine);
        }),
    },
    {
      name: "abort",
      title: "ends a parked run for good",
      doc: "What was done stays done; what a runbook owes (a cordon, a lifted lock) is taken back first.",
      parameters: [parkedRun],
      look: find,
      act: (id) => session.applying(async (engine) => abortRun(id, engine)),
    },
    {
      name: "settle",
      title: "records what a person saw of a step in doubt",
      doc: `settle!("r7", ${settleExamples(session)}), or "no: ...". A parked run names its step in doubt.`,
      parameters: [parkedRun, step, evidence],
      look: find,
      act: (id, at, seen) =>
        session.applying(async (engine) => {
          settleStep(id, at, seen, engine);
          return `Recorded: ${at} is settled. resume!("${id}") goes on from there.`;
        }),
    },
  ];
}

function settleExamples({ parts: { environment } }: Session): string {
  if (!isOpenStack(environment)) return '"create instance/x/run-instances/1", "yes: i-0abc is running"';
  const host = environment.agents.exampleName;
  return `"rebuild: replace server/${host}/ai-rebuild-vm/1", "yes: ${host} is in REBUILD"`;
}

/** A function that only looks. */
export function lookBinding({ name, title, doc, parameters, look }: Look, known: Known): Binding {
  const value = async (...args: unknown[]) => look(...textsOf(args, { call: name, parameters, known }));
  return { word: { name, title, doc, verbs: [], call: { parameters, hasBang: false } }, value };
}

/** Without the bang one looks at the run, whatever else is to be said of it. */
function actBinding({ name, title, doc, parameters, look, act }: Act, known: Known, queue: Queue): Binding {
  const [first = parkedRun] = parameters;
  const looking = async (...args: unknown[]) => look(...textsOf(args, { call: name, parameters: [first], known }));
  const acting = async (...args: unknown[]) => act(...textsOf(args, { call: `${name}!`, parameters, known }));
  const value = verb(name, looking, acting, queue);
  return { word: { name, title, doc, verbs: [], call: { parameters, hasBang: true } }, value };
}
