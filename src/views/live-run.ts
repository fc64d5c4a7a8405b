import type { RunBegan, RunEvent } from "../model/run.ts";
import type { Clock } from "../model/world.ts";
import type { Hold } from "./hold.ts";
import { noRun, type RunState, reduceRun } from "./run-state.ts";
import type { Drawing, RunSource } from "./run-view.ts";
import { type Usuals, usualsOf } from "./usual.ts";

export interface LiveOptions extends Drawing {
  readonly hasColour: boolean;
  readonly hold: Hold;
  onInterrupt(): void;
  /** The view cannot be drawn; events are told another way from here on. */
  onBroken(error: unknown): void;
}

/** The view of the run under way: on the screen while it is raised. Ink is loaded when it is first needed. */
export interface LiveRun {
  state(): RunState;
  update(event: RunEvent): void;
  raise(): void;
  /** At once; what had finished stays on the screen. */
  lower(): void;
}

export function createLiveRun(options: LiveOptions): LiveRun {
  const listeners = new Set<() => void>();
  let state = noRun;
  let clock: Pick<Clock, "now"> = Date;
  let usuals: Usuals = {};
  let drawing: { close(): void } | undefined;
  let drawnLines = 0;
  let isWanted = false;
  const source: RunSource = {
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const begin = (event: RunBegan) => {
    drawnLines = 0;
    clock = event.clock ?? Date;
    usuals = usualsOf(event.earlier ?? []);
  };
  const draw = async () => {
    const [{ drawRun }] = await Promise.all([import("./run-view.ts"), options.hold.acquire()]);
    if (isWanted && !drawing)
      drawing = drawRun({ ...options, now: () => clock.now(), source, drawnLines, usuals }, options);
  };
  return {
    state: source.state,
    update: (event) => {
      if (event.type === "began") begin(event);
      state = reduceRun(state, event, clock.now());
      for (const listener of listeners) listener();
    },
    raise: () => {
      isWanted = true;
      draw().catch(options.onBroken);
    },
    lower: () => {
      isWanted = false;
      if (!drawing) return;
      drawing.close();
      drawing = undefined;
      drawnLines = state.finished.length;
    },
  };
}
