import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import type { TestContext } from "node:test";
import { AutoScaling } from "@aws-sdk/client-auto-scaling";
import { EC2, type Instance, type Volume } from "@aws-sdk/client-ec2";
import cantareira from "../../environments/cantareira.ts";
import { invocationOf } from "../../src/arguments.ts";
import { openConsole } from "../../src/console.ts";
import type { AwsEnvironment } from "../../src/model/environment.ts";
import { Batch } from "../../src/prompt/batch.ts";
import { type ServedWorld, serveWorld } from "../../src/rehearsal/server.ts";
import { writeWorld } from "../../src/rehearsal/state-file.ts";
import { createPlainPerson } from "../../src/views/person.ts";
import { type Ended, endOf, startConsole, typed } from "./console.ts";
import { Gate } from "./gate.ts";

export { cantareira };

const root = join(import.meta.dirname, "../..");

export interface StageOptions {
  readonly environment?: AwsEnvironment;
  readonly faults?: readonly string[];
  /** Of another stage: consoles go on there, in a world that began anew. */
  readonly home?: string;
}

// biome-ignore lint/suspicious/noExplicitAny: what the console prints is read as it comes; the assertions check it
export type Document = Record<string, any>;

/** How a console came to its end, and the documents that it wrote. */
export interface Answer extends Ended {
  readonly documents: readonly Document[];
  /** The last one. */
  readonly document: Document;
}

/** A console that waits for an answer. */
export interface Waiting {
  readonly child: ChildProcess;
  readonly end: Promise<Answer>;
  letGo(): void;
}

/** An embedded world in this process, real consoles on it, and somebody else at work in its account. */
export class Stage {
  readonly home: string;
  /** Between the consoles and the world. */
  readonly gate: Gate;
  readonly #served: ServedWorld;
  readonly ec2: EC2;
  readonly autoScaling: AutoScaling;
  /** The environment's name, or the file of another one of that name. */
  #environment = "cantareira";

  private constructor(served: ServedWorld, gate: Gate, home: string) {
    this.#served = served;
    this.gate = gate;
    this.home = home;
    const endpoint = `http://127.0.0.1:${served.port}`;
    const settings = { endpoint, region: "us-east-1", credentials: { accessKeyId: "foreign", secretAccessKey: "x" } };
    this.ec2 = new EC2(settings);
    this.autoScaling = new AutoScaling(settings);
  }

  static async open(t: TestContext, { environment, faults = [], home }: StageOptions = {}): Promise<Stage> {
    const served = await serveWorld({ environment: environment ?? cantareira, faults });
    const gate = await Gate.open(t, served.port);
    const stage = new Stage(served, gate, home ?? mkdtempSync(join(tmpdir(), "hold-")));
    t.after(() => stage.#close());
    const { id } = served.world;
    const state = { id, pid: process.pid, port: gate.port, seed: 1, faults, startedAt: new Date().toISOString() };
    writeWorld(stage.home, "cantareira", state);
    if (environment) stage.adopt(environment);
    return stage;
  }

  /** Somebody changed the environment file. */
  adopt(environment: AwsEnvironment): void {
    this.#environment = join(mkdtempSync(join(this.home, "environment-")), "cantareira.ts");
    writeFileSync(this.#environment, `export default ${JSON.stringify(environment)};\n`);
  }

  /** Starts `./console cantareira --rehearse --json OPTIONS -e EXPRESSION...`. */
  start(options: readonly string[], ...expressions: readonly string[]): ChildProcess {
    const args = [this.#environment, "--rehearse", ...options, ...typed(expressions)];
    return startConsole(this.home, args);
  }

  /** As at a terminal that is none: the values are for people. */
  tell(options: readonly string[], ...expressions: readonly string[]): Promise<Ended> {
    return endOf(this.start(options, ...expressions));
  }

  /**
   * The same with `--json`, and without a process of its own, which costs a third: for what does not depend on where
   * the one process ends and the other begins.
   */
  async ask(options: readonly string[], ...expressions: readonly string[]): Promise<Answer> {
    const args = [this.#environment, "--rehearse", "--json", ...options, ...typed(expressions)];
    const invocation = invocationOf(args);
    if (invocation.kind !== "console") throw new Error(`no console: ${args.join(" ")}`);
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const person = createPlainPerson({ columns: 100, hasColour: false, ...invocation, stderr });
    const host = await openConsole({ ...invocation, home: this.home, root, person });
    const batch = new Batch(host, { stdout, stderr, isJson: true, release: () => {} });
    const status = await batch.run(invocation.expressions).finally(() => host.close());
    return answerOf({ status, stdout: await written(stdout), stderr: await written(stderr) });
  }

  /** The same as a process of its own. */
  async askProcess(options: readonly string[], ...expressions: readonly string[]): Promise<Answer> {
    return answerOf(await this.tell(["--json", ...options], ...expressions));
  }

  /** Starts one, and waits until it waits for the answer to a call of that action, which the world has carried out. */
  startUntil(action: string, options: readonly string[], ...expressions: readonly string[]): Promise<Waiting> {
    return this.until(action, this.start(["--json", ...options], ...expressions));
  }

  /** The same for a console that was started this moment. */
  async until(action: string, child: ChildProcess): Promise<Waiting> {
    const kept = this.gate.keepBack(action);
    const end = endOf(child).then(answerOf);
    const tooEarly = end.then(({ stderr }) => Promise.reject(new Error(`it ended before ${action}: ${stderr}`)));
    return { child, end, letGo: await Promise.race([kept, tooEarly]) };
  }

  /** The world's time goes on, or back. */
  pass(minutes: number): void {
    this.#served.world.ground.time.sleep(minutes * 60_000);
  }

  /** The mutating requests that the world got, oldest first. */
  mutations(): readonly string[] {
    const requests = this.#served.world.requests.since(0);
    return requests.filter(({ isMutating }) => isMutating).map(({ action }) => action);
  }

  /** Everything in the account that a recipe made and that is still there: its kinds and names. */
  async inventory(): Promise<readonly string[]> {
    const [instances, volumes, faces, groups, templates, scaled] = await Promise.all([
      this.instances(),
      this.ec2.describeVolumes({}),
      this.ec2.describeNetworkInterfaces({}),
      this.ec2.describeSecurityGroups({}),
      this.ec2.describeLaunchTemplates({}),
      this.autoScaling.describeAutoScalingGroups({}),
    ]);
    const kept = (volumes.Volumes ?? []).filter((volume) => isKept(volume) && isOurs(volume.Tags));
    return [
      ...instances.map((each) => `instance ${nameOf(each.Tags)}`),
      ...kept.map((each) => `volume ${nameOf(each.Tags)}`),
      ...(faces.NetworkInterfaces ?? [])
        .filter(({ TagSet }) => isOurs(TagSet))
        .map((each) => `interface ${nameOf(each.TagSet)}`),
      ...(groups.SecurityGroups ?? [])
        .filter(({ Tags }) => isOurs(Tags))
        .map((each) => `security group ${each.GroupName}`),
      ...(templates.LaunchTemplates ?? []).map((each) => `template ${each.LaunchTemplateName}`),
      ...(scaled.AutoScalingGroups ?? []).map((each) => `scaling group ${each.AutoScalingGroupName}`),
    ].sort();
  }

  /** The instances that live. */
  async instances(): Promise<readonly Instance[]> {
    const { Reservations = [] } = await this.ec2.describeInstances({});
    const all = Reservations.flatMap(({ Instances = [] }) => Instances);
    return all.filter(({ State }) => State?.Name === "running" || State?.Name === "pending");
  }

  /** The instance of that name that lives. */
  async instance(name: string): Promise<string> {
    const found = (await this.instances()).find(({ Tags }) => nameOf(Tags) === name);
    if (found?.InstanceId) return found.InstanceId;
    throw new Error(`no instance ${name}`);
  }

  async #close(): Promise<void> {
    this.ec2.destroy();
    this.autoScaling.destroy();
    await this.#served.close();
    rmSync(this.home, { recursive: true, force: true });
  }
}

async function written(stream: PassThrough): Promise<string> {
  return (await stream.setEncoding("utf8").end().toArray()).join("");
}

export function answerOf(ended: Ended): Answer {
  const lines = ended.stdout.split("\n").filter((line) => line !== "");
  const documents = lines.map((line): Document => JSON.parse(line));
  return { ...ended, documents, document: documents.at(-1) ?? {} };
}

/** The hosts' own root volumes go with them. */
function isKept({ State, Attachments = [] }: Volume): boolean {
  return State !== "deleting" && !Attachments.some(({ DeleteOnTermination }) => DeleteOnTermination);
}

type Tags = readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | undefined;

function isOurs(tags: Tags): boolean {
  return tags?.some(({ Key }) => Key === "ManagedBy") === true;
}

function nameOf(tags: Tags): string {
  return tags?.find(({ Key }) => Key === "Name")?.Value ?? "";
}
