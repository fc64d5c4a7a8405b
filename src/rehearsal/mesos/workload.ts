import { draw } from "./draw.ts";

/** A framework as its tasks' owners know it. */
export interface FrameworkKind {
  readonly name: string;
  /** The user that its tasks run as. */
  readonly user: string;
  /** As whom it has authenticated: whom to ask. */
  readonly principal?: string;
}

/** Tasks on one agent that follow each other, one at a time. World milliseconds. */
export interface Row {
  /** Which of the workload's frameworks. */
  readonly framework: number;
  readonly user?: string;
  readonly firstAt: number;
  readonly lastsMs: number;
  readonly restMs: number;
  /** How many there are. Absent: without end. */
  readonly times?: number;
  /** The id and the name of each, from 1. */
  named(number: number): { readonly id: string; readonly name: string };
}

/** What runs on the agents of a place. */
export interface Workload {
  readonly frameworks: readonly FrameworkKind[];
  rowsOf(agent: AgentToLoad): readonly Row[];
}

export interface AgentToLoad {
  readonly seed: number;
  readonly id: string;
  readonly hostname: string;
  /** When it was first offered. */
  readonly since: number;
}

/** Some agents are always idle, so that both kinds are met. */
const busyShare = 0.6;
const firstAfterMs = 20_000;
const restMs = 45_000;

/** One framework, and on the busy agents one task after the other, each for some minutes. */
export const crunching: Workload = {
  frameworks: [{ name: "marathon", user: "root" }],
  rowsOf({ seed, id, since }) {
    if (draw(seed, `busy/${id}`, 0, 1) >= busyShare) return [];
    const lastsMs = Math.round(draw(seed, `task/${id}`, 90_000, 300_000));
    const named = (number: number) => {
      const name = `crunch-${id.split("-").at(-1)}-${number}`;
      return { id: name, name };
    };
    return [{ framework: 0, firstAt: since + firstAfterMs, lastsMs, restMs, named }];
  },
};
