import type { Call, Command } from "../hosts/command.ts";
import { type Play, pass } from "../hosts/play.ts";
import { error, firstNamed, fullName, info, optionsIn, refusalOf, setRoger, usage } from "./wrapper.ts";

/** Nova first (10, 30), then Roger, then Foreman (20): what fails late leaves a record behind (sheet, section 4). */
export const aiKill: Command = { name: "ai-kill", on: "gateway", isLook: () => false, play: (call) => kill(call) };

function* kill(call: Call): Play {
  const options = optionsIn(call.words, { valued: {}, bare: ["-v"] });
  const [name, ...more] = options?.names ?? [];
  if (name === undefined || more.length > 0) return yield* usage("ai-kill", call.words);
  const host = fullName(call, name);
  yield info(`Deleting server '${host}' from Nova...`);
  yield pass(2);
  const server = firstNamed(call, name);
  if (!server) {
    yield error(`Server '${name}' not found in Nova. Wrong project?`);
    return 10;
  }
  const refusal = refusalOf(() => call.site.servers.remove(server.id));
  if (refusal !== undefined) {
    yield error(`Nova: ${refusal}`);
    return 30;
  }
  yield info(`Server ${server.id} deleted from Nova`);
  yield* setRoger(host, "disabled");
  return yield* forget(call, host);
}

/** With the fault `kill-stops-half-way` Foreman fails. */
function* forget({ site }: Call, host: string): Play {
  yield info(`Deleting '${host}' from Foreman...`);
  yield pass(3);
  const isBroken = site.ground.troubles.has("kill-stops-half-way");
  if (isBroken || !site.foreman.remove(host)) {
    const why = isBroken ? "500 Internal Server Error" : "Resource host not found";
    yield error(`Foreman: ${why}. The host has to be deleted there by hand`);
    return 20;
  }
  yield info(`Host '${host}' deleted from Foreman`);
  return 0;
}
