import type { Time } from "../time.ts";
import type { Play } from "./play.ts";

/** A command that was started detached: what its token directory tells. */
export class Job {
  #output = "";
  #state: "running" | "lost" | { readonly exitCode: number } = "running";

  /** Begins at once and goes on as the world's time does. */
  constructor(play: Play, time: Time) {
    this.#goOn(play, time);
  }

  /** The host went down, and the command with it. */
  lose(): void {
    if (this.#state === "running") this.#state = "lost";
  }

  /** As the look script prints it: the state, then the output after so many bytes. */
  tell(bytesSeen: number): string {
    const state = typeof this.#state === "string" ? this.#state : `ended ${this.#state.exitCode}`;
    return `${state}\n${Buffer.from(this.#output).subarray(bytesSeen).toString()}`;
  }

  #goOn(play: Play, time: Time): void {
    while (this.#state === "running") {
      const next = play.next();
      if (next.done) {
        this.#state = { exitCode: next.value };
        return;
      }
      if ("seconds" in next.value) {
        time.after(next.value.seconds, () => this.#goOn(play, time));
        return;
      }
      this.#output += "out" in next.value ? next.value.out : next.value.err;
    }
  }
}
