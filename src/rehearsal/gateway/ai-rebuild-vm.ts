import type { Call, Command } from "../hosts/command.ts";
import { type Play, pass } from "../hosts/play.ts";
import { newestImage } from "./image.ts";
import {
  error,
  firstNamed,
  fullName,
  info,
  type Known,
  optionsIn,
  refusalOf,
  setRoger,
  stage,
  usage,
} from "./wrapper.ts";

const known: Known = { valued: { "-i": "-i", "--nova-image": "-i" }, bare: ["--cc7", "--alma9", "-a", "-v"] };

/** Foreman must know the host (10), its certificate is staged (20), Nova rebuilds (30), Roger (sheet, section 3). */
export const aiRebuildVm: Command = {
  name: "ai-rebuild-vm",
  on: "gateway",
  isLook: () => false,
  play: (call) => rebuild(call),
};

function* rebuild(call: Call): Play {
  const options = optionsIn(call.words, known);
  const [name, ...more] = options?.names ?? [];
  if (!options || name === undefined || more.length > 0) return yield* usage("ai-rebuild-vm", call.words);
  const host = fullName(call, name);
  yield info(`Looking for '${host}' in Foreman...`);
  yield pass(2);
  if (!call.site.foreman.get(host)) {
    yield error(`Host '${host}' not found in Foreman`);
    return 10;
  }
  yield* stage(host);
  const server = firstNamed(call, name);
  const image = newestImage(call.site, options.values) ?? server?.imageId ?? "";
  yield pass(2);
  const refusal = server
    ? refusalOf(() => call.site.servers.rebuild(server.id, image))
    : `No server with a name or ID of '${name}' exists.`;
  if (refusal !== undefined || !server) {
    yield error(`Nova: ${refusal}`);
    return 30;
  }
  yield info(`Rebuild of server ${server.id} accepted`);
  yield* setRoger(host, "build");
  yield info("It may take up to an hour until the machine is configured");
  return 0;
}
