import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { stripVTControlCharacters } from "node:util";

/** Why there is no terminal to test on, or `false`. util-linux's `script` makes one; BSD's has other options. */
export const noTerminal: string | false = spawnSync("script", ["--version"]).stdout?.includes("util-linux")
  ? false
  : "util-linux's script is not installed";

/** A program on a terminal of its own. */
export class Pty {
  readonly #child: ChildProcess;
  #output = "";
  #seen = 0;
  #wake = () => {};

  /** @param command one line for the shell */
  constructor(command: string, env: Readonly<Record<string, string>> = {}) {
    this.#child = spawn("script", ["-qefc", `stty cols 100 rows 30; exec ${command}`, "/dev/null"], {
      env: { ...process.env, TERM: "xterm", NO_COLOR: "1", ...env },
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.#child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.#output += text;
      this.#wake();
    });
    this.#child.once("close", () => this.#wake());
  }

  /** Everything that came, without control sequences. */
  get text(): string {
    return stripVTControlCharacters(this.#output).replaceAll("\r", "");
  }

  get raw(): string {
    return this.#output;
  }

  type(keys: string): void {
    this.#child.stdin?.write(keys);
  }

  /** Waits until the text comes, after what was waited for before. */
  async see(text: string): Promise<void> {
    for (;;) {
      const at = this.text.indexOf(text, this.#seen);
      if (at >= 0) {
        this.#seen = at + text.length;
        return;
      }
      if (this.#child.exitCode !== null) throw new Error(`${JSON.stringify(text)} never came:\n${this.text}`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** The terminal is gone, as when a window is closed: the system tells its programs. */
  hangUp(): void {
    this.#child.kill("SIGKILL");
  }

  async exited(): Promise<number | null> {
    if (this.#child.exitCode === null) await new Promise((resolve) => this.#child.once("close", resolve));
    return this.#child.exitCode;
  }

  [Symbol.dispose](): void {
    this.#child.kill();
  }
}
