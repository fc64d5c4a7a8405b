import type { Plan } from "../model/plan.ts";
import { type Procedure, type ProcedureStep, provisosOf } from "../model/procedure.ts";
import { type Lane, lanesOf, looseSteps } from "./campaign-lanes.ts";
import { campaignMap, type LaneWords } from "./campaign-map.ts";
import { laneStepLines } from "./campaign-step.ts";
import { changesOfStep, isForPeople, movesOf } from "./campaign-words.ts";
import { row, type Screen, styled } from "./layout.ts";
import { nothingToChange, whyOmitted } from "./omitted.ts";
import { stepLines } from "./step-text.ts";
import { briefProviso } from "./step-words.ts";
import { counted } from "./words.ts";

/** A campaign as it was looked at: the lanes as a graph, then each with its edits, pull requests, gates and clusters. */
export function campaignLines(procedure: Procedure, plan: Plan, screen: Screen): string[] {
  const lanes = lanesOf(procedure);
  const { first, last } = looseSteps(procedure);
  const inFull = (step: ProcedureStep) => stepLines(procedure.steps.indexOf(step), procedure, plan, screen);
  return [
    ...campaignMap(lanes, screen, (lane) => lookedAt(lane, plan)),
    "",
    ...first.flatMap(inFull),
    ...lanes.flatMap((lane) => laneLines(lane, procedure, plan, screen)),
    ...(last.length > 0 ? ["", ...last.flatMap(inFull)] : []),
  ];
}

/** The graph alone: above the first question of a run. */
export function campaignInBrief(procedure: Procedure, plan: Plan, screen: Screen): string[] {
  return campaignMap(lanesOf(procedure), screen, (lane) => lookedAt(lane, plan));
}

function lookedAt(lane: Lane, plan: Plan): LaneWords {
  const done = whyDone(lane, plan);
  if (done !== undefined) return { mark: "ok", words: [styled("dim", `nothing to do: ${done}`)] };
  const closing = closingWords(lane, plan);
  if (closing) return { mark: "", words: [closing] };
  const gates = lane.steps.filter((step) => isForPeople(step) && whyOmitted(step.id, plan) === undefined).length;
  const runs = lane.steps.flatMap(({ runs: run }) => (run ? [`${run.recipe}.${run.verb}`] : []));
  const people = lane.steps.filter(({ kind }) => kind === "attest").map(() => "a person attests");
  const words = [
    movesOf(lane, plan),
    gates === 0 ? "" : counted(gates, "gate"),
    ...pipelinesOf(lane),
    ...runs,
    ...people,
  ].filter(Boolean);
  return { mark: "", words: [words.join("   ") || titleOf(lane, plan)] };
}

/** Of a lane in which nothing is done but to close a pull request. */
function closingWords({ steps }: Lane, plan: Plan): string | undefined {
  const acts = steps.filter(({ kind, id }) => kind === "act" && whyOmitted(id, plan) === undefined);
  const changes = acts.flatMap((step) => changesOfStep(step, plan));
  const isClosing = changes.length > 0 && changes.every(({ after }) => after?.state === "closed");
  if (!isClosing) return undefined;
  const numbers = changes.flatMap(({ does = "" }) => /#\d+/.exec(does)?.[0] ?? []);
  return numbers.length > 0 ? `closes ${numbers.join(", ")}` : "deletes the branch of what was closed";
}

/** What it does first, where nothing else is to be said of it. */
function titleOf({ steps }: Lane, plan: Plan): string {
  return steps.find(({ id }) => whyOmitted(id, plan) === undefined)?.title ?? "";
}

/** Why none of its acts is taken; `undefined` where one may be. */
function whyDone({ steps }: Lane, plan: Plan): string | undefined {
  const acts = steps.filter(({ kind }) => kind === "act");
  const why = acts.map(({ id }) => whyOmitted(id, plan));
  if (why.includes(undefined)) return undefined;
  return why.find((each) => each !== nothingToChange) ?? why[0];
}

function pipelinesOf({ steps }: Lane): readonly string[] {
  const names = steps.flatMap(({ conditions = [] }) =>
    conditions.flatMap(({ parameters }) => parameters.pipelines ?? []),
  );
  const listed = names.flat().filter((name) => typeof name === "string");
  return listed.length === 0 ? [] : [`${listed.length === 1 ? "pipeline" : "pipelines"} ${listed.join(", ")}`];
}

/** Of a lane in which nothing is to be done the graph has said why. */
function laneLines(lane: Lane, procedure: Procedure, plan: Plan, screen: Screen): string[] {
  if (whyDone(lane, plan) !== undefined) return [];
  const beside = [...afterWords(lane), ...provisoWords(lane, procedure)].map((text) => styled("dim", text));
  return [
    "",
    ...row(screen, [styled("bold", `  ${lane.name}`), ...beside]),
    ...laneStepLines(lane.steps, procedure, plan, screen),
  ];
}

function afterWords({ after }: Lane): readonly string[] {
  return after.length === 0 ? [] : [`   after ${after.join(", ")}`];
}

/** What holds for all of its acts is said once. */
function provisoWords({ steps }: Lane, procedure: Procedure): readonly string[] {
  const acts = steps.filter(({ kind }) => kind === "act");
  const answers = acts.flatMap((step) => provisosOf(step).filter((each) => "answer" in each));
  const words = [...new Set(answers.map((proviso) => briefProviso(proviso, procedure)))];
  return answers.length < acts.length ? [] : words.map((each) => `   only if ${each}`);
}
