import { OpsError } from "../model/error.ts";
import type { Binding } from "./recipe-words.ts";
import type { OpenWorld } from "./world.ts";

/** `faults()` and `stopWorld()`: about the rehearsal world; with the real one they say how to rehearse. */
export function rehearsalBindings({ rehearsal }: OpenWorld): readonly Binding[] {
  const faults = async () => (rehearsal ?? (await notRehearsing())).faults();
  const stopWorld = async () => {
    await (rehearsal ?? (await notRehearsing())).stop();
    return "The rehearsal world has ended. The next console with --rehearse begins a new one.";
  };
  return [
    binding("faults", "the faults that a rehearsal can inject", "./console ENV --rehearse --fault NAME", faults),
    binding("stopWorld", "ends the rehearsal world", "It also ends by itself after an idle hour.", stopWorld),
  ];
}

function binding(name: string, title: string, doc: string, value: () => Promise<unknown>): Binding {
  return { word: { name, title, doc, verbs: [], call: { parameters: [], hasBang: false } }, value };
}

async function notRehearsing(): Promise<never> {
  throw new OpsError({
    code: "not-a-rehearsal",
    reason: "usage",
    what: "This is the real world",
    why: "faults and worlds belong to a rehearsal",
    next: "start the console with --rehearse",
  });
}
