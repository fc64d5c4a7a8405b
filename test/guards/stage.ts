import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { AutoScaling } from "@aws-sdk/client-auto-scaling";
import { EC2, type Instance } from "@aws-sdk/client-ec2";
import { openConsole } from "../../src/console.ts";
import type { AwsEnvironment } from "../../src/model/environment.ts";
import { OpsError } from "../../src/model/error.ts";
import type { Person } from "../../src/model/run.ts";
import { Batch } from "../../src/prompt/batch.ts";
import type { Forge } from "../../src/rehearsal/forge/index.ts";
import { type ServedWorld, serveWorld } from "../../src/rehearsal/server.ts";
import { writeWorld } from "../../src/rehearsal/state-file.ts";
import type { Scene } from "./case.ts";
import { place, quick } from "./place.ts";

const root = join(import.meta.dirname, "../..");

/** In memory where that is possible: a journal waits for its disk at each step. */
const memory = "/dev/shm";
const temporary = existsSync(memory) ? memory : tmpdir();

/** Says yes to everything: no answer lifts a guard. What to do about a failed step is nothing to say yes to. */
const willing: Person = {
  async ask({ expects = "yes", text: what, wants }) {
    if (wants?.kind !== "choice") return { isYes: true, text: expects, how: "typed" };
    throw new OpsError({ code: "away", reason: "parked", what, why: "a yes is no answer", next: "resume it" });
  },
  show() {},
};

/** Minutes of the world's time. */
const untilAllIsUp = 10;

const away: Person = {
  async ask({ text: what }) {
    throw new OpsError({ code: "away", reason: "parked", what, why: "nobody is there", next: "resume it" });
  },
  show() {},
};

// biome-ignore lint/suspicious/noExplicitAny: what the console prints is read as it comes; the assertions check it
export type Document = Record<string, any>;

export interface Answer {
  readonly status: number;
  readonly documents: readonly Document[];
}

/** An embedded world of its own, consoles on it in this process, and somebody else at work in its account. */
export class Stage implements Scene {
  readonly base = quick;
  readonly ec2: EC2;
  readonly autoScaling: AutoScaling;
  readonly #served: ServedWorld;
  readonly #home = mkdtempSync(join(temporary, "guards-"));
  #files = 0;

  private constructor(served: ServedWorld) {
    this.#served = served;
    const endpoint = `http://127.0.0.1:${served.port}`;
    const settings = { endpoint, region: "us-east-1", credentials: { accessKeyId: "foreign", secretAccessKey: "x" } };
    this.ec2 = new EC2(settings);
    this.autoScaling = new AutoScaling(settings);
    const state = { id: served.world.id, pid: process.pid, port: served.port, seed: 1, faults: [], startedAt: "" };
    writeWorld(this.#home, "cantareira", state);
    writeFileSync(join(this.#home, "package.json"), '{ "type": "module" }');
  }

  /** With what is typed done. */
  static async open(...typed: readonly string[]): Promise<Stage> {
    const stage = new Stage(await serveWorld({ environment: place }));
    const { status, documents } = await stage.type(quick, typed);
    if (status !== 0) throw new Error(`the stage was not set: ${JSON.stringify(documents.at(-1))}`);
    stage.pass(untilAllIsUp);
    return stage;
  }

  /** Types each in one console, as `-e` does with `--json`. */
  async type(environment: AwsEnvironment, typed: readonly string[], recipes = root, person = willing): Promise<Answer> {
    const [stdout, stderr] = [new PassThrough(), new PassThrough().resume()];
    const file = this.#write(environment);
    const options = {
      environment: file,
      home: this.#home,
      root: recipes,
      isRehearsal: true,
      isFresh: false,
      faults: [],
    };
    const host = await openConsole({ ...options, person });
    try {
      const batch = new Batch(host, { stdout, stderr, isJson: true, release: () => {} });
      const status = await batch.run(typed);
      stdout.end();
      return { status, documents: documentsOf(await text(stdout)) };
    } finally {
      await host.close();
    }
  }

  /** Each file is imported once: another environment is in another folder, under the same name. */
  #write(environment: AwsEnvironment): string {
    this.#files += 1;
    const folder = mkdtempSync(join(this.#home, `environment-${this.#files}-`));
    const file = join(folder, "cantareira.ts");
    writeFileSync(file, `export default ${JSON.stringify(environment)};\n`);
    return file;
  }

  async park(environment: AwsEnvironment, typed: string, recipes = root): Promise<void> {
    const { status, documents } = await this.type(environment, [typed], recipes, away);
    if (status !== 4) throw new Error(`it did not park: ${JSON.stringify(documents)}`);
  }

  forge(): Promise<Forge> {
    return this.#served.forge?.() ?? Promise.reject(new Error("this place has no repositories"));
  }

  pass(minutes: number): void {
    this.#served.world.ground.time.sleep(minutes * 60_000);
  }

  async instance(name: string): Promise<string> {
    return present(await this.instances(name), name);
  }

  async instances(name: string): Promise<readonly string[]> {
    return (await this.#live(name)).flatMap(({ InstanceId }) => InstanceId ?? []);
  }

  async host(name: string): Promise<string> {
    const live = await this.#live(name);
    return present(
      live.flatMap(({ PrivateDnsName }) => PrivateDnsName ?? []),
      name,
    );
  }

  async volume(name: string): Promise<string> {
    const { Volumes = [] } = await this.ec2.describeVolumes({
      Filters: [{ Name: "tag:mesos-console:resource", Values: [`volume/${name}`] }],
    });
    return present(
      Volumes.flatMap(({ VolumeId }) => VolumeId ?? []),
      name,
    );
  }

  async face(name: string): Promise<string> {
    const { NetworkInterfaces = [] } = await this.ec2.describeNetworkInterfaces({ Filters: named(name) });
    return present(
      NetworkInterfaces.flatMap(({ NetworkInterfaceId }) => NetworkInterfaceId ?? []),
      name,
    );
  }

  async #live(name: string): Promise<readonly Instance[]> {
    const running = { Name: "instance-state-name", Values: ["running"] };
    const { Reservations = [] } = await this.ec2.describeInstances({ Filters: [...named(name), running] });
    return Reservations.flatMap(({ Instances = [] }) => Instances);
  }

  /** How many requests the server has got. */
  get requests(): number {
    return this.#served.world.requests.since(0).length;
  }

  /** The mutating ones after that many, but for tags: {@link tags} tells what became of those. */
  mutations(since: number): readonly string[] {
    const requests = this.#served.world.requests.since(since);
    const changes = requests.filter(({ isMutating }) => isMutating).map(({ action }) => action);
    return changes.filter((action) => action !== "CreateTags" && action !== "DeleteTags");
  }

  /** All tags but those of the VPC: a run marks there that it holds the stack. */
  async tags(): Promise<readonly string[]> {
    const { Tags = [] } = await this.ec2.describeTags({});
    const others = Tags.filter(({ ResourceType }) => ResourceType !== "vpc");
    return others.map(({ ResourceId, Key, Value }) => `${ResourceId} ${Key}=${Value}`).sort();
  }

  async close(): Promise<void> {
    this.ec2.destroy();
    this.autoScaling.destroy();
    await this.#served.close();
    rmSync(this.#home, { recursive: true, force: true });
  }
}

function named(name: string) {
  return [{ Name: "tag:Name", Values: [name] }];
}

function present(found: readonly string[], name: string): string {
  const [first] = found;
  if (first !== undefined) return first;
  throw new Error(`there is no ${name}`);
}

function documentsOf(output: string): readonly Document[] {
  const lines = output.split("\n").filter((line) => line !== "");
  return lines.map((line): Document => JSON.parse(line));
}
