import type { ChildProcess } from "node:child_process";
import type { TestContext } from "node:test";
import { AutoScaling } from "@aws-sdk/client-auto-scaling";
import { EC2, type Instance, type Volume } from "@aws-sdk/client-ec2";
import cantareira from "../../environments/cantareira.ts";
import type { AwsEnvironment } from "../../src/model/environment.ts";
import { type ServedWorld, serveWorld } from "../../src/rehearsal/server.ts";
import type { RehearsedWorld } from "../../src/rehearsal/world.ts";
import { endOf } from "./console.ts";
import { type Answer, answerOf, ConsoleStage } from "./console-stage.ts";
import { Gate } from "./gate.ts";

export { type Answer, answerOf, type Document } from "./console-stage.ts";
export { cantareira };

export interface StageOptions {
  readonly environment?: AwsEnvironment;
  readonly faults?: readonly string[];
  /** Of another stage: consoles go on there, in a world that began anew. */
  readonly home?: string;
}

/** A console that waits for an answer. */
export interface Waiting {
  readonly child: ChildProcess;
  readonly end: Promise<Answer>;
  letGo(): void;
}

/** An embedded account in this process, real consoles on it, and somebody else at work in it. */
export class Stage extends ConsoleStage<RehearsedWorld> {
  /** Between the consoles and the world. */
  readonly gate: Gate;
  readonly ec2: EC2;
  readonly autoScaling: AutoScaling;

  private constructor(served: ServedWorld<RehearsedWorld>, gate: Gate, { faults = [], home }: StageOptions) {
    super(served, gate.port, faults, home);
    this.gate = gate;
    const endpoint = `http://127.0.0.1:${served.port}`;
    const settings = { endpoint, region: "us-east-1", credentials: { accessKeyId: "foreign", secretAccessKey: "x" } };
    this.ec2 = new EC2(settings);
    this.autoScaling = new AutoScaling(settings);
  }

  static async open(t: TestContext, options: StageOptions = {}): Promise<Stage> {
    const { environment, faults = [] } = options;
    const served = await serveWorld({ environment: environment ?? cantareira, faults });
    const stage = new Stage(served, await Gate.open(t, served.port), options);
    t.after(() => stage.#close());
    if (environment) stage.adopt(environment);
    return stage;
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
    await this.end();
  }
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
