import alibuild from "../../environments/alibuild.ts";
import type { OpenStackEnvironment } from "../../src/model/environment.ts";
import { type ServedWorld, serveWorld } from "../../src/rehearsal/server.ts";
import type { Site } from "../../src/rehearsal/site/index.ts";
import { ConsoleStage } from "./console-stage.ts";

export { type Answer, answerOf, type Document } from "./console-stage.ts";
export { alibuild };

/** A test, or what else knows when all is over. */
export interface Ending {
  after(close: () => unknown): void;
}

export interface SiteStageOptions {
  readonly environment?: OpenStackEnvironment;
  readonly faults?: readonly string[];
  readonly seed?: number;
  /** Of another stage: consoles go on there, in a world that began anew. */
  readonly home?: string;
}

/** An embedded build infrastructure in this process, real consoles on it, and its model for somebody else at work there. */
export class SiteStage extends ConsoleStage<Site> {
  static async open(t: Ending, options: SiteStageOptions = {}): Promise<SiteStage> {
    const { environment = alibuild, faults = [], seed = 1 } = options;
    const served: ServedWorld<Site> = await serveWorld({ environment, faults, seed });
    const stage = new SiteStage(served, served.port, faults, options.home);
    t.after(() => stage.end());
    if (options.environment) stage.adopt(options.environment);
    return stage;
  }

  get site(): Site {
    return this.served.world;
  }

  /** Consoles with another home, and so another journal, in the same world. */
  from(home: string): SiteStage {
    return new SiteStage(this.served, this.served.port, [], home);
  }

  /** What reached the world and would change something, `service action` each, without the marks of holds. */
  changes(since = 0): readonly string[] {
    return this.mutating(since).map(({ service, action }) => `${service} ${action}`);
  }
}
