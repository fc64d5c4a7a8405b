import { createHash } from "node:crypto";
import type { AwsEnvironment } from "../model/environment.ts";
import { Roles } from "./iam/roles.ts";
import type { Ground, Thing } from "./model/ground.ts";
import { groupLaunches } from "./model/group-launches.ts";
import { Groups } from "./model/groups.ts";
import { Instances } from "./model/instances.ts";
import { Launches } from "./model/launch.ts";
import { MachinesOf } from "./model/machines.ts";
import { Network } from "./model/network.ts";
import { Templates } from "./model/templates.ts";
import { ClientTokens } from "./model/tokens.ts";
import { Volumes } from "./model/volumes.ts";
import { Programs } from "./programs/index.ts";
import { Random } from "./random.ts";
import { RequestLog } from "./request-log.ts";
import { seedFrom } from "./seed.ts";
import { Time } from "./time.ts";
import { type Fault, Troubles } from "./troubles.ts";

export interface WorldOptions {
  /** Unique among worlds: a run resumes only in the world where it began. */
  readonly id: string;
  readonly environment: AwsEnvironment;
  readonly seed: number;
  readonly faults: readonly Fault[];
  /** Milliseconds since the epoch. */
  readonly startsAt: number;
}

function groundOf(options: WorldOptions): Ground {
  const time = new Time(options.startsAt);
  const place = seedFrom(options.environment);
  const random = new Random(options.seed, "world");
  const contextOf = (fault: Fault) => ({ time, place, random: new Random(options.seed, fault.name) });
  return { time, place, random, troubles: new Troubles(options.faults, contextOf) };
}

/** Everything there is in a rehearsal: one account, one region, its time. The protocol servers are functions over it. */
export class RehearsedWorld {
  readonly id: string;
  readonly environment: string;
  readonly seed: number;
  readonly ground: Ground;
  readonly network: Network;
  readonly volumes: Volumes;
  readonly instances: Instances;
  readonly templates: Templates;
  readonly launches: Launches;
  readonly groups: Groups;
  readonly machines: MachinesOf;
  readonly roles: Roles;
  readonly tokens: ClientTokens;
  readonly requests: RequestLog;
  /** What the operator's machine has. */
  readonly programs: Programs;

  constructor(options: WorldOptions) {
    this.id = options.id;
    this.environment = options.environment.name;
    this.seed = options.seed;
    this.ground = groundOf(options);
    this.network = new Network(this.ground);
    this.volumes = new Volumes(this.ground);
    this.instances = new Instances(this.ground, this.network, this.volumes);
    this.templates = new Templates(this.ground);
    this.launches = new Launches(this.ground, this.network, this.templates);
    this.groups = new Groups(this.ground, this.instances, groupLaunches(this.ground, this.launches, this.templates));
    this.machines = new MachinesOf(this.ground, this.instances, this.volumes, this.seed);
    this.roles = new Roles(this.ground, options.environment);
    this.tokens = new ClientTokens(this.ground);
    this.requests = new RequestLog(this.ground.time);
    this.programs = new Programs(this.ground.time);
  }

  /** All things that can have tags, by the type that EC2 calls them. */
  tagged(): ReadonlyMap<string, readonly Thing[]> {
    return new Map<string, readonly Thing[]>([
      ["instance", this.instances.shelf.visible()],
      ["volume", this.volumes.shelf.visible()],
      ["network-interface", this.network.interfaces.visible()],
      ["security-group", this.network.groups.shelf.visible()],
      ["launch-template", this.templates.shelf.visible()],
      ["vpc", [this.network.vpc]],
    ]);
  }

  /** The same text for the same thing in the same world: ids that AWS has and nobody changes. */
  stableId(text: string): string {
    return createHash("sha256").update(`${this.seed}/${text}`).digest("hex").slice(0, 16).toUpperCase();
  }
}
