import { render, Static, Text, useInput, useWindowSize } from "ink";
import React, { useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { Keyboard } from "./gate.ts";
import { finishedText, runFrame } from "./run-frame.ts";
import type { FinishedLine, RunState } from "./run-state.ts";
import type { Usuals } from "./usual.ts";

const h = React.createElement;

/** The state of a run as it goes on. */
export interface RunSource {
  state(): RunState;
  /** Gives the way to stop listening. */
  subscribe(listener: () => void): () => void;
}

export interface RunViewProps {
  readonly source: RunSource;
  /** Finished lines that an earlier view of the same run has drawn. */
  readonly drawnLines: number;
  readonly hasColour: boolean;
  readonly usuals: Usuals;
  /** Milliseconds, by the clock that the run's events are reduced with. */
  now(): number;
  /** `p` and Ctrl-C. */
  onInterrupt(): void;
}

/** Keys that were meant for something else are not taken: a view does not listen in its first moment. */
const readingMilliseconds = 250;

/** A run as it goes on: finished changes scroll away as plain text, what moves stays below them. */
export function RunView(props: RunViewProps): React.ReactNode {
  const { source, drawnLines, hasColour, usuals } = props;
  const state = useSyncExternalStore(source.subscribe, source.state);
  const { columns, rows } = useWindowSize();
  const isParking = useParking(props.onInterrupt);
  const now = useNow(props.now);
  const line = (finished: FinishedLine, index: number) =>
    h(Text, { key: index }, finishedText(finished, { columns, hasColour }));
  return h(
    React.Fragment,
    null,
    h(Static<FinishedLine>, { items: state.finished.slice(drawnLines), children: line }),
    h(Text, null, runFrame(state, { columns, rows, hasColour, usuals, now, isParking })),
  );
}

/** Whether the operator asked to park. The one `useInput` of the view is always active: without it Ctrl-C is dead. */
function useParking(onInterrupt: () => void): boolean {
  const [isParking, setParking] = useState(false);
  const shownAt = useRef(performance.now());
  useInput((input, key) => {
    const isInterrupt = key.ctrl && input === "c";
    const isPark = !key.ctrl && input === "p" && performance.now() - shownAt.current > readingMilliseconds;
    if (!isInterrupt && !isPark) return;
    setParking(true);
    onInterrupt();
  });
  return isParking;
}

/** The time, anew each second. */
function useNow(now: () => number): number {
  const [, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTick((tick) => tick + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return now();
}

/** Where a view is drawn. */
export interface Drawing {
  readonly stdin: Keyboard;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
}

/** Draws the run until `close`, which leaves the finished lines on the screen. */
export function drawRun(props: RunViewProps, { stdin, stdout, stderr }: Drawing): { close(): void } {
  const options = { stdin, stdout, stderr, exitOnCtrlC: false, patchConsole: false, interactive: true };
  const view = render(h(RunView, props), options);
  return { close: () => view.unmount() };
}
