import { EndedBadly, type OpsErrorInit } from "../../model/error.ts";
import { quoted } from "../../model/printable.ts";
import type { Ended } from "../../remote/once.ts";
import type { Acting } from "./acts.ts";
import { notFit } from "./look.ts";
import { textOf } from "./names.ts";

const containerName = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}$/;

/** `docker restart`: stops it, then starts it. */
export async function restartContainer({ host, wanted, once }: Acting): Promise<void> {
  const container = textOf(wanted, "container");
  if (!containerName.test(container)) throw notFit("container", container);
  const notDone = (ended: Ended) => untouched(ended, container, host);
  const ended = await once({ name: "docker-restart", argv: ["docker", "restart", container], notDone });
  if (ended.exitCode !== 0) throw new EndedBadly(failure(ended, container, host));
}

/** Docker found nothing to stop, or was not there at all. */
function untouched(ended: Ended, container: string, host: string): OpsErrorInit | undefined {
  const isUntouched =
    /No such container|Cannot connect to the Docker daemon/.test(ended.output) || ended.exitCode === 127;
  return ended.exitCode !== 0 && isUntouched ? failure(ended, container, host) : undefined;
}

function failure({ exitCode, output }: Ended, container: string, host: string): OpsErrorInit {
  return {
    code: "container-restart-failed",
    reason: "system",
    what: `${container} on ${host} was not restarted`,
    why: quoted(output, 300) || `exit code ${exitCode}`,
    next: `docker ps --all on ${host} shows how it is now`,
  };
}
