import type { OpenStackEnvironment } from "#src/model/environment.ts";
import type { Reason } from "#src/model/error.ts";
import type { Site } from "#src/rehearsal/site/index.ts";
import type { SiteServer } from "#src/rehearsal/site/server.ts";
import type { SiteVolume } from "#src/rehearsal/site/volumes.ts";

/** The way on which something is tried. */
export const routes = [
  "runbook",
  "resume",
  "raw client",
  "gateway arguments",
  "rename",
  "several matches",
  "volume by id",
  "volume by name",
  "detached",
  "delete_on_termination",
] as const;
export type Route = (typeof routes)[number];

/** The place, and somebody else at work there. */
export interface Scene {
  readonly base: OpenStackEnvironment;
  readonly site: Site;
  /** The server that has exactly this name in Nova now. */
  server(name: string): SiteServer;
  /** The volume that has exactly this name in Cinder now. */
  volume(name: string): SiteVolume;
  /** Somebody takes a volume from where it is, and attaches it there. */
  lend(volume: string, to: string, isDeletedOnTermination?: boolean): void;
  /** Somebody makes a volume and attaches it there. */
  addVolume(name: string, at: string, isDeletedOnTermination?: boolean): SiteVolume;
  /** Somebody makes a server. */
  addServer(name: string, projectId?: string): SiteServer;
  /** Somebody deletes a server, and it is gone. */
  drop(name: string): void;
  /** Lets the world's time go on. */
  pass(minutes: number): void;
  /** The folder of the console that the case is typed in. */
  readonly home: string;
  /** Looks with that console. */
  look(expression: string, environment?: OpenStackEnvironment): Promise<void>;
  /** Somebody logs in there and runs a command. */
  command(host: string, ...argv: readonly string[]): Promise<void>;
  /** Types it there, where nobody gives any other answer: it parks. Absent answers: a yes to what is safe. */
  park(expression: string, answers?: readonly string[]): Promise<void>;
}

/** What somebody did before; exported once, it is staged once for all cases that name it. */
export type Ruse = (scene: Scene) => Promise<void> | void;

interface Case {
  readonly title: string;
  readonly faults?: readonly string[];
  readonly ruse?: Ruse;
  /** The environment file of the console. Absent: the project's own. */
  environment?(base: OpenStackEnvironment): OpenStackEnvironment;
  typed(scene: Scene): string;
}

/** Not done, with every answer given that can be given; nothing that changes anything gets to any server. */
export interface Attack extends Case {
  readonly route: Route;
  /** The code of the error, e.g. `guard-protected-resources`. */
  readonly by: string;
  /** Why it is not done. Absent: it is refused. */
  readonly reason?: Reason;
  /** What is among the reasons, where there are several. */
  readonly says?: RegExp;
}

/** Allowed: what an attack looks like that is none. */
export interface Neighbour extends Case {
  /** Answers besides the yes to what is safe. */
  readonly answers?: readonly string[];
  /** What got to the servers among others, in this order. Empty: it only looks. */
  readonly did: readonly RegExp[];
  /** Absent: it goes on up to the first question that has no answer. */
  readonly isDone?: true;
}
