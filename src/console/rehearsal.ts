import { OpsError } from "../model/error.ts";
import type { RehearsalWorld } from "../world/rehearsal.ts";
import { unknown } from "./compose.ts";
import { type Look, lookBinding } from "./functions.ts";
import type { Binding } from "./recipe-words.ts";
import type { OpenWorld } from "./world.ts";

/** `faults()`, `mend(fault)` and `stopWorld()`: about the rehearsal world; with the real one they say how to rehearse. */
export function rehearsalBindings({ rehearsal }: OpenWorld): readonly Binding[] {
  const world = () => rehearsal ?? notRehearsing();
  const looks: readonly Look[] = [
    {
      name: "faults",
      title: "the faults that a rehearsal can inject",
      doc: "./console ENV --rehearse --fault NAME",
      parameters: [],
      look: () => world().faults(),
    },
    {
      name: "mend",
      title: "ends a fault of the rehearsal: somebody mended it",
      doc: 'From now on it does not happen; what it did stays done. A run that it parked can be gone on with: mend("missing-review").',
      parameters: [{ name: "fault", type: "text", title: "the fault, as faults() names it" }],
      look: (fault) => mend(fault, world()),
    },
    {
      name: "stopWorld",
      title: "ends the rehearsal world",
      doc: "It also ends by itself after an idle hour.",
      parameters: [],
      look: async () => {
        await world().stop();
        return "The rehearsal world has ended. The next console with --rehearse begins a new one.";
      },
    },
  ];
  return looks.map((look) => lookBinding(look, () => []));
}

async function mend(name: string, world: RehearsalWorld): Promise<string> {
  const faults = await world.faults();
  const fault = faults.find((each) => each.name === name) ?? unknown("fault", name, namesOf(faults));
  if (!fault.isOn) return `${name} is not on, or mended already.`;
  await world.mend(name);
  return `${name} does not happen any more. What it did stays done.`;
}

function namesOf(faults: readonly { readonly name: string }[]): readonly string[] {
  return faults.map(({ name }) => name);
}

function notRehearsing(): never {
  throw new OpsError({
    code: "not-a-rehearsal",
    reason: "usage",
    what: "This is the real world",
    why: "faults and worlds belong to a rehearsal",
    next: "start the console with --rehearse",
  });
}
