import type { Effect, Effects } from "../../model/system.ts";
import type { Client } from "./client.ts";
import { pipelinePath, statusOf } from "./history.ts";

/** Takes a pipeline's lock from a run that is over. GoCD refuses while a stage of it runs. */
export async function unlock(client: Client, pipeline: string, effects: Effects): Promise<void> {
  await effects.perform(unlocking(client, pipeline));
}

function unlocking(client: Client, pipeline: string): Effect<boolean> {
  return {
    name: "unlock",
    repeat: "once",
    whenSeen: true,
    async send(permit) {
      await client.post(`${pipelinePath(pipeline)}/unlock`, 1, permit);
      return true;
    },
    async probe() {
      const { isLocked } = await statusOf(client, pipeline);
      const evidence = `${pipeline} is ${isLocked ? "still" : "not"} locked`;
      return isLocked ? { happened: "no", evidence } : { happened: "yes", value: true, evidence };
    },
  };
}
