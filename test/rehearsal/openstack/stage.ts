import { serveWorld } from "#src/rehearsal/server.ts";
import { joinRehearsal } from "#src/world/rehearsal.ts";
import environment from "../../../environments/alibuild.ts";

export { environment };

/** What ends with a test: `t`, or `after` of a whole suite. */
export interface Ending {
  after(end: () => Promise<void>): unknown;
}

/** A served site, and the console's way into it. */
export async function stage(t: Ending, ...faults: string[]) {
  const served = await serveWorld({ environment, faults });
  t.after(() => served.close());
  const world = await joinRehearsal(served.port);
  const pass = (seconds: number) => served.world.ground.time.sleep(seconds * 1000);
  return { site: served.world, world, pass };
}
