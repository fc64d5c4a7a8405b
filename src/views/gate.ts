import { PassThrough } from "node:stream";
import { StringDecoder } from "node:string_decoder";

/** A terminal's keys, or a stand-in for them. */
export type Keyboard = NodeJS.ReadableStream & {
  readonly isTTY?: boolean;
  readonly isRaw?: boolean;
  setRawMode?(isRaw: boolean): unknown;
  ref?(): unknown;
  unref?(): unknown;
};

/** Keys that a question may take: those typed after it could be read. The terminal's raw mode is the gate's. */
export interface Gate {
  readonly input: PassThrough;
  /** Aborted when the person leaves: Ctrl-C, Ctrl-D, a closed terminal. */
  readonly left: AbortSignal;
  close(): void;
}

/** How long a question is on the screen before it takes keys. */
const readingMilliseconds = 250;
/** Ctrl-C and Ctrl-D. The line editor would close at the latter and never say so. */
const leavingKeys = /[\x03\x04]/;
/** Ctrl-Z: the line editor would stop the process and lose the terminal's raw mode. */
const stopKey = "\x1a";
const pasteBegin = "\x1b[200~";
const pasteEnd = "\x1b[201~";

/**
 * Stands between the terminal and a question: what was typed before, and until 250 ms after it shows, is dropped, and
 * so is what is pasted. One can always leave.
 */
export function openGate(stdin: Keyboard): Gate {
  const input = new PassThrough();
  const left = new AbortController();
  const typedOnly = pasteFilter();
  const decoder = new StringDecoder("utf8");
  let isOpen = false;
  const onLeft = () => left.abort();
  const onData = (chunk: Buffer | string) => {
    const keys = typedOnly(typeof chunk === "string" ? chunk : decoder.write(chunk));
    if (leavingKeys.test(keys)) onLeft();
    else if (isOpen) input.write(keys.replaceAll(stopKey, ""));
  };
  const wasRaw = stdin.isRaw ?? false;
  while (stdin.read() !== null);
  setRaw(stdin, true);
  stdin.ref?.();
  stdin.on("data", onData).on("end", onLeft).on("close", onLeft).on("error", onLeft);
  stdin.resume();
  const timer = setTimeout(() => {
    isOpen = true;
  }, readingMilliseconds);
  const close = () => {
    clearTimeout(timer);
    stdin.off("data", onData).off("end", onLeft).off("close", onLeft).off("error", onLeft);
    setRaw(stdin, wasRaw);
    // Not paused: a terminal's pause takes effect a tick later and would deafen the view that is drawn next.
    stdin.unref?.();
    input.end();
  };
  return { input, left: left.signal, close };
}

/** A terminal that was closed meanwhile has no mode to change: that the person left is what counts. */
function setRaw(stdin: Keyboard, isRaw: boolean): void {
  try {
    stdin.setRawMode?.(isRaw);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

function isGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "EIO" || error.code === "EBADF");
}

/** Gives the keys that were typed: what stands between the marks of a bracketed paste is left out. */
export function pasteFilter(): (chunk: string) => string {
  let rest = "";
  let isPasting = false;
  return (chunk) => {
    let typed = "";
    rest += chunk;
    for (;;) {
      const mark = isPasting ? pasteEnd : pasteBegin;
      const at = rest.indexOf(mark);
      const until = at < 0 ? rest.length - beginningOf(mark, rest) : at;
      if (!isPasting) typed += rest.slice(0, until);
      rest = rest.slice(at < 0 ? until : at + mark.length);
      if (at < 0) return typed;
      isPasting = !isPasting;
    }
  };
}

/** How many characters at the end of the text may be the beginning of the mark. */
function beginningOf(mark: string, text: string): number {
  for (let length = mark.length - 1; length > 0; length -= 1) if (text.endsWith(mark.slice(0, length))) return length;
  return 0;
}
