import { render, Static, Text, useInput, useWindowSize } from "ink";
import React, { useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { Keyboard } from "./gate.ts";
import { type Frame, finishedText, runFrame } from "./run-frame.ts";
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
  /** What moves is taken from the screen. */
  readonly isClosing: boolean;
  /** Milliseconds, by the clock that the run's events are reduced with. */
  now(): number;
  /** `p` and Ctrl-C. */
  onInterrupt(): void;
}

/** Keys that were meant for something else are not taken: a view does not listen in its first moment. */
const readingMilliseconds = 250;

/** A run as it goes on: finished changes scroll away as plain text, what moves stays below them. */
export function RunView(props: RunViewProps): React.ReactNode {
  const { source, drawnLines, hasColour, usuals, isClosing } = props;
  const state = useSyncExternalStore(source.subscribe, source.state);
  const { columns, rows } = useWindowSize();
  const keys = useKeys(props.onInterrupt);
  const now = useNow(props.now);
  const line = (finished: FinishedLine, index: number) =>
    h(Text, { key: index }, finishedText(finished, { columns, hasColour }));
  return h(
    React.Fragment,
    null,
    h(Static<FinishedLine>, { items: state.finished.slice(drawnLines), children: line }),
    isClosing ? null : h(Text, null, runFrame(state, { columns, rows, hasColour, usuals, now, ...keys })),
  );
}

type Keys = Pick<Frame, "isParking" | "isLogWhole" | "isWhyShown">;

/** What the operator asked for by keys. The one `useInput` is always active: without it Ctrl-C is dead. */
function useKeys(onInterrupt: () => void): Keys {
  const [keys, setKeys] = useState<Keys>({ isParking: false, isLogWhole: false, isWhyShown: false });
  const shownAt = useRef(performance.now());
  const park = () => {
    setKeys((before) => ({ ...before, isParking: true }));
    onInterrupt();
  };
  useInput((input, key) => {
    if (key.ctrl && input === "c") return park();
    if (key.ctrl || performance.now() - shownAt.current < readingMilliseconds) return;
    if (input === "p") park();
    if (input === "l") setKeys((before) => ({ ...before, isLogWhole: !before.isLogWhole }));
    if (input === "w") setKeys((before) => ({ ...before, isWhyShown: !before.isWhyShown }));
  });
  return keys;
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
export function drawRun(run: Omit<RunViewProps, "isClosing">, { stdin, stdout, stderr }: Drawing): { close(): void } {
  const options = { stdin, stdout, stderr, exitOnCtrlC: false, patchConsole: false, interactive: true };
  const drawn = (isClosing: boolean) => h(RunView, { ...run, isClosing });
  const view = render(drawn(false), options);
  const close = () => {
    view.rerender(drawn(true));
    view.unmount();
  };
  return { close };
}
