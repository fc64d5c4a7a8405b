import type { OpsErrorInit } from "../../model/error.ts";
import { quoted } from "../../model/printable.ts";
import type { Ended } from "../../remote/once.ts";
import type { Acting } from "./acts.ts";
import { notFit } from "./look.ts";
import { textOf } from "./names.ts";

/** Registry, path, tag and digest; never what could be read as an option. */
const reference = /^[a-z0-9][A-Za-z0-9._:/@-]{0,254}$/;

/** `docker pull`. What did not come leaves nothing that a second pull would not mend, so a failed one may be tried anew. */
export async function pullImage({ host, wanted, once }: Acting): Promise<void> {
  const image = textOf(wanted, "image");
  if (!reference.test(image)) throw notFit("image", image);
  const notDone = (ended: Ended) => failureOf(ended, image, host);
  await once({ name: "docker-pull", argv: ["docker", "pull", image], whenLost: "over", notDone });
}

function failureOf({ exitCode, output }: Ended, image: string, host: string): OpsErrorInit | undefined {
  if (exitCode === 0) return undefined;
  const end =
    exitCode === null ? "it ended without an exit code: the host went down, or it was killed" : `exit code ${exitCode}`;
  return {
    code: "pull-failed",
    reason: "system",
    what: `${image} was not pulled to ${host}`,
    why: quoted(output.trim().split("\n").at(-1) ?? "", 300) || end,
    next: `try again; look whether docker runs on ${host} and reaches the registry`,
  };
}
