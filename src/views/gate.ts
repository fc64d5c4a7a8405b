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

/** Keys that a question may take: those typed after it could be read. */
export interface Gate {
  readonly input: PassThrough;
  /** Aborted when the terminal is closed. */
  readonly closed: AbortSignal;
  close(): void;
}

/** How long a question is on the screen before it takes keys. */
const readingMilliseconds = 250;
const interruptKey = "\x03";
const pasteBegin = "\x1b[200~";
const pasteEnd = "\x1b[201~";

/**
 * Stands between the terminal and a question: what was typed before, and until 250 ms after it shows, is dropped, and
 * so is what is pasted. Ctrl-C always passes.
 */
export function openGate(stdin: Keyboard): Gate {
  const input = terminalLike(stdin);
  const closed = new AbortController();
  const typedOnly = pasteFilter();
  const decoder = new StringDecoder("utf8");
  let isOpen = false;
  const onData = (chunk: Buffer | string) => {
    const keys = typedOnly(typeof chunk === "string" ? chunk : decoder.write(chunk));
    if (isOpen) input.write(keys);
    else if (keys.includes(interruptKey)) input.write(interruptKey);
  };
  const onClosed = () => closed.abort();
  const wasRaw = stdin.isRaw ?? false;
  while (stdin.read() !== null);
  stdin.setRawMode?.(true);
  stdin.ref?.();
  stdin.on("data", onData).on("end", onClosed).on("close", onClosed).on("error", onClosed);
  stdin.resume();
  const timer = setTimeout(() => {
    isOpen = true;
  }, readingMilliseconds);
  const close = () => {
    clearTimeout(timer);
    stdin.off("data", onData).off("end", onClosed).off("close", onClosed).off("error", onClosed);
    stdin.setRawMode?.(wasRaw);
    // Not paused: a terminal's pause takes effect a tick later and would deafen the view that is drawn next.
    stdin.unref?.();
    input.end();
  };
  return { input, closed: closed.signal, close };
}

/** The questions' own input: a stream that answers like a terminal and leaves its raw mode to the gate. */
function terminalLike({ isTTY = false }: Keyboard): PassThrough {
  return Object.assign(new PassThrough(), { isTTY, setRawMode: () => undefined });
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
