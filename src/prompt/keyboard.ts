import type { REPLServer } from "node:repl";
import { setImmediate } from "node:timers/promises";
import type { ReadStream } from "node:tty";

interface Key {
  readonly name?: string;
  readonly ctrl?: boolean;
}

type Press = readonly [text: string | undefined, key: Key];

/** More than anyone types while waiting; what comes beyond is dropped. */
const heldAtMost = 10_000;

/**
 * The keys of the terminal. They go to the line editor, are held while an input runs, or are given away with the
 * terminal to a view. What was typed ahead, or pasted, never runs by itself: it waits in the line for Enter.
 */
export class Keyboard {
  readonly #input: ReadStream;
  readonly #onKey = (text: string | undefined, key: Key) => this.#press([text, key]);
  #server: REPLServer | undefined;
  #interrupt = () => {};
  #editors: readonly ((...press: Press) => void)[] = [];
  #held: Press[] | undefined;
  #isPasting = false;

  constructor(input: ReadStream) {
    this.#input = input;
  }

  /** Whether Enter comes from a paste, not from a finger. */
  get isPasting(): boolean {
    return this.#isPasting;
  }

  /** Comes between the terminal and the REPL's line editor. `interrupt`: Ctrl-C while an input runs. */
  attach(server: REPLServer, interrupt: () => void): void {
    this.#server = server;
    this.#interrupt = interrupt;
    this.#editors = this.#input.listeners("keypress").map((listener) => (...press) => {
      Reflect.apply(listener, this.#input, press);
    });
    this.#input.removeAllListeners("keypress");
    this.#input.on("keypress", this.#onKey);
    server.once("exit", () => this.#input.off("keypress", this.#onKey));
  }

  #press(press: Press): void {
    const [, key] = press;
    if (key.name === "paste-start" || key.name === "paste-end") this.#isPasting = key.name === "paste-start";
    else if (!this.#held) this.#edit(press);
    else if (key.ctrl && key.name === "c") this.#interrupt();
    else if (this.#held.length < heldAtMost) this.#held.push(press);
  }

  #edit(press: Press): void {
    for (const editor of this.#editors) editor(...press);
  }

  /** Holds the keys back, except for Ctrl-C. */
  hold(): void {
    this.#held = [];
  }

  /** Back to the line editor, with what was typed meanwhile as if it had been pasted. */
  release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    const wasPasting = this.#isPasting;
    this.#isPasting = true;
    for (const press of held) this.#edit(press);
    this.#isPasting = wasPasting;
  }

  /** Forgets what was typed, also what the terminal still has: it was meant for something that is over. */
  async forget(): Promise<void> {
    // Between two turns of the loop everything that can be read has been read.
    await setImmediate();
    await setImmediate();
    this.#held = [];
  }

  /**
   * Gives the terminal to a view, and takes it back when `work` has settled. What was typed before is not for the
   * view, what is left over afterwards is not for the prompt.
   */
  async give<T>(work: () => Promise<T>): Promise<T> {
    const server = this.#server;
    if (!server) return work();
    const isRaw = this.#input.isRaw;
    this.#input.off("keypress", this.#onKey);
    server.pause();
    await setImmediate();
    while (this.#input.read() !== null);
    // The paused terminal keeps no process alive, and a view that unmounts lets go of it.
    const alive = setInterval(() => {}, 1 << 30);
    try {
      return await work();
    } finally {
      clearInterval(alive);
      this.#takeBack(server, isRaw);
    }
  }

  #takeBack(server: REPLServer, isRaw: boolean): void {
    this.#input.on("keypress", this.#onKey);
    this.#input.ref();
    // Of a terminal that was closed meanwhile there is none to take back, and its end is told by itself.
    try {
      this.#input.setRawMode(isRaw);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EIO")) throw error;
    }
    this.#isPasting = false;
    server.resume();
  }
}
