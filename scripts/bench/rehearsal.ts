import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { Usage } from "./usage.ts";

const root = join(import.meta.dirname, "../..");
const run = promisify(execFile);

/** In how many zones the fixed agents are. */
export const zones = 6;

/** What one console did: what it used, and what it asked of AWS, each request by its action's name. */
export interface Measured {
  readonly usage: Usage;
  readonly requests: readonly string[];
}

/** A rehearsal of Cantareira in which stack test has so many fixed agents, in a folder and a world of its own. */
export class Rehearsal {
  readonly home = mkdtempSync(join(tmpdir(), "bench-"));
  readonly #environment: string;

  /** @param fixedAgents at most 1,500 */
  constructor(fixedAgents: number) {
    const folder = join(this.home, "environments");
    this.#environment = join(folder, "cantareira.ts");
    mkdirSync(folder);
    writeFileSync(join(folder, "package.json"), '{"type":"module"}');
    writeFileSync(this.#environment, environmentText(fixedAgents));
  }

  /** Evaluates it as one types it, in a console process of its own. */
  async evaluate(expression: string): Promise<void> {
    await this.#console(expression, {});
  }

  /** The same, watched. */
  async measure(expression: string): Promise<Measured> {
    const before = (await this.#requests()).length;
    const file = join(this.home, "usage.json");
    const preload = pathToFileURL(join(import.meta.dirname, "usage.ts"));
    await this.#console(expression, { BENCH_USAGE: file, NODE_OPTIONS: `--import=${preload}` });
    const usage: Usage = JSON.parse(readFileSync(file, "utf8"));
    return { usage, requests: (await this.#requests()).slice(before) };
  }

  async close(): Promise<void> {
    await this.evaluate("stopWorld()");
    rmSync(this.home, { recursive: true });
  }

  #console(expression: string, env: Readonly<Record<string, string>>) {
    const args = [this.#environment, "--rehearse", "--yes", "--json", "-e", expression];
    return run(join(root, "console"), args, {
      env: { ...process.env, MESOS_CONSOLE_HOME: this.home, ...env },
      maxBuffer: 1 << 28,
    });
  }

  async #requests(): Promise<readonly string[]> {
    const { port } = JSON.parse(readFileSync(join(this.home, "worlds/cantareira.json"), "utf8"));
    const answer = await fetch(`http://127.0.0.1:${port}/_world/requests?since=0`);
    const requests: readonly { readonly action: string }[] = JSON.parse(await answer.text());
    return requests.map(({ action }) => action);
  }
}

/** More zones than the original has: a subnet holds 251 hosts. */
function environmentText(fixedAgents: number): string {
  const original = pathToFileURL(join(root, "environments/cantareira.ts"));
  return `import cantareira from ${JSON.stringify(original)};
const { test } = cantareira.stacks;
const further = ["d", "e", "f"].map((zone) => ({ zone: \`us-east-1\${zone}\`, subnet: \`subnet-bench-\${zone}\` }));
const fixed = { ...test.fixed, zones: [...test.fixed.zones, ...further], count: ${fixedAgents} };
export default { ...cantareira, stacks: { ...cantareira.stacks, test: { ...test, fixed } } };
`;
}
