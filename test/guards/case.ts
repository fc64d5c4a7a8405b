import type { AutoScaling } from "@aws-sdk/client-auto-scaling";
import type { EC2 } from "@aws-sdk/client-ec2";
import type { AwsEnvironment } from "../../src/model/environment.ts";
import type { Forge } from "../../src/rehearsal/forge/index.ts";

/** The way on which something is tried. */
export type Route =
  | "recipe"
  | "runbook"
  | "resume"
  | "raw client"
  | "dynamic import"
  | "changed tag or name"
  | "several matches"
  | "prompt";

/** What the guard knows the thing by. */
export type Identity = "name" | "id" | "tag" | "attachment" | "count" | "state" | "kind" | "permit" | "realm";

/** A place with its account, and somebody else at work in it. */
export interface Scene {
  readonly base: AwsEnvironment;
  readonly ec2: EC2;
  readonly autoScaling: AutoScaling;
  /** The id of the live instance of that name, or of one of them. */
  instance(name: string): Promise<string>;
  /** Ids of the live instances of that name. */
  instances(name: string): Promise<readonly string[]>;
  /** The id of the kept volume of that name. */
  volume(name: string): Promise<string>;
  /** The id of the network interface of that name. */
  face(name: string): Promise<string>;
  /** The private host name of the live instance of that name. */
  host(name: string): Promise<string>;
  /** The repositories and what is around them. */
  forge(): Promise<Forge>;
  /** Lets the world's time go on. */
  pass(minutes: number): void;
  /** Types it in a console of its own where nobody answers a question: what asks, parks. */
  park(environment: AwsEnvironment, typed: string, recipes?: string): Promise<void>;
}

interface Case {
  readonly title: string;
  readonly route: Route;
  readonly identity: Identity;
  /** What is typed first, with everything allowed. Absent: the whole cluster. */
  readonly set?: readonly string[];
  /** A folder with recipes of its own, in place of the project's. */
  readonly recipes?: string;
  /** What somebody does then. */
  stage?(scene: Scene): Promise<void>;
  /** The environment file of the console. Absent: the base. */
  environment?(scene: Scene): AwsEnvironment | Promise<AwsEnvironment>;
  /** Every question is answered with yes. */
  typed(scene: Scene): readonly string[] | Promise<readonly string[]>;
}

/** Refused, by the last of what is typed; nothing that changes anything gets to the server. */
export interface Attack extends Case {
  /** The code of the refusal, e.g. `guard-protected-resources`; or the value that shows that it held. */
  readonly held: { readonly by: string } | { readonly value: unknown };
}

/** Allowed and done: what an attack looks like that is none. */
export interface Neighbour extends Case {
  /** Requests that the server got, among others. Absent: it only looks, and nothing that changes anything got there. */
  readonly did?: readonly string[];
  /** What the last of it gives, where that is what counts. */
  readonly value?: unknown;
}
