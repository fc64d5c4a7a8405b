import { randomBytes } from "node:crypto";
import type { TestContext } from "node:test";
import { AutoScaling } from "@aws-sdk/client-auto-scaling";
import { EC2 } from "@aws-sdk/client-ec2";
import environment from "../../../environments/cantareira.ts";
import { takeDocuments } from "../../../src/engine/documents.ts";
import { type Drafted, orderChanges } from "../../../src/engine/order.ts";
import type { AwsEnvironment } from "../../../src/model/environment.ts";
import type { Change } from "../../../src/model/plan.ts";
import type { Resource } from "../../../src/model/resource.ts";
import type { World } from "../../../src/model/world.ts";
import { serveWorld } from "../../../src/rehearsal/server.ts";
import { createAws, type ReadFiles, type Throttle } from "../../../src/systems/aws/index.ts";
import { effectsFor, type Memory } from "./effects.ts";

export { environment };

const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };

interface StageOptions {
  readonly environment?: AwsEnvironment;
  readonly faults?: readonly string[];
  readonly policies?: ReadFiles;
  readonly execute?: World["execute"];
}

/** The aws system on an embedded world of its own, and what a test needs to look behind it. */
export async function stage(t: TestContext, options: StageOptions = {}) {
  const place = options.environment ?? environment;
  const served = await serveWorld({ environment: place, faults: options.faults ?? [] });
  const { execute } = options;
  const world = { ...worldOn(served.port, served.world.ground.time), ...(execute && { execute }) };
  const throttles: Throttle[] = [];
  const onThrottle = (event: Throttle) => throttles.push(event);
  const { policies } = options;
  const aws = createAws({ environment: place, world, onThrottle, ...(policies && { policies }) });
  t.after(async () => {
    aws.close();
    await served.close();
  });
  /** Somebody else at work in the account, past the console. */
  const settings = { region: place.aws.region, endpoint: world.awsEndpoint ?? "", credentials };
  const hand = { ec2: new EC2(settings), autoScaling: new AutoScaling(settings) };
  t.after(() => {
    hand.ec2.destroy();
    hand.autoScaling.destroy();
  });
  let runs = 0;

  /** What the engine's planner does, without guards. */
  async function plan(resources: readonly Resource[]) {
    const taken = takeDocuments(resources);
    const observed = await aws.observe(taken.resources);
    const differences = taken.resources.map((resource) => aws.diff(resource, observed));
    const drafted = taken.resources.map(
      (resource, index): Drafted => ({ resource, drafts: differences[index]?.drafts ?? [], isLast: false }),
    );
    return {
      observed,
      changes: orderChanges(drafted),
      notes: differences.flatMap(({ notes }) => notes),
      documents: taken.documents,
    };
  }

  function memory(documents: Readonly<Record<string, string>>, { crashesAfterEach = false } = {}): Memory {
    runs += 1;
    const crashed = crashesAfterEach ? { crashed: new Set<string>() } : {};
    const journal = { done: new Map(), failed: new Map(), lines: [] };
    return { run: `r${runs}`, clock: world.clock, documents, ...journal, ...crashed };
  }

  /** Applies the changes of the `aws` system in their order. */
  async function apply(changes: readonly Change[], journal: Memory): Promise<void> {
    for (const change of changes.filter(({ system }) => system === "aws")) {
      await aws.apply(change, effectsFor(change, journal));
    }
  }

  async function converge(resources: readonly Resource[]) {
    const planned = await plan(resources);
    await apply(planned.changes, memory(planned.documents));
    return planned;
  }

  /** The mutating requests that the server got. */
  const mutations = () => served.world.requests.since(0).filter(({ isMutating }) => isMutating);

  return { aws, hand, served, world, throttles, plan, apply, memory, converge, mutations, environment: place };
}

interface WorldTime {
  now(): number;
  sleep(milliseconds: number): void;
}

export function worldOn(port: number, time: WorldTime): World {
  return {
    kind: "rehearsal",
    id: "rehearsal-test",
    clock: {
      now: () => time.now(),
      async sleep(milliseconds) {
        time.sleep(milliseconds);
      },
    },
    random: (bytes) => randomBytes(bytes).toString("hex"),
    awsEndpoint: `http://127.0.0.1:${port}`,
    awsCredentials: credentials,
    connect: async (host, ofPort) => ({ host, port: ofPort }),
  };
}

/** The resources of a stack, as the engine composes them. */
export function contextOf(place: AwsEnvironment, name: string) {
  const stack = place.stacks[name];
  if (!stack) throw new Error(`no stack ${name}`);
  return { environment: place, name, stack };
}

/** The same resources, to be let go of. */
export function letGo(resources: readonly Resource[]): readonly Resource[] {
  return resources.map((resource) => ({ ...resource, desired: null }));
}
