import type { Word } from "./host.ts";

/** What help shows how to type: calls of words that this console has. */
export interface Examples {
  /** What one may ask help about. */
  readonly topics: readonly string[];
  /** A call that looks and with a bang acts: `RebuildAgent("alibuild07")`; absent where nothing acts. */
  readonly act?: string;
  /** Its name with the bang, or nothing. */
  readonly bang: string;
  /** A call whose value is worth having raw. */
  readonly look: string;
}

/** Of what can be made where there is something, else of what is done to a host that exists: the usual work. */
export function examplesOf(words: readonly Word[]): Examples {
  const acting = words.filter(({ example }) => example?.act !== undefined);
  const word =
    acting.find(isMade) ?? acting.find(({ verbs }) => verbs.length > 0) ?? acting.find(takesAgent) ?? acting[0];
  const looking = words.find((each) => each.example && each.verbs.length === 0 && isWithoutArguments(each));
  const look = word && word.verbs.length > 0 ? word.example?.look : looking?.example?.look;
  const act = word?.example?.act;
  const verb = word?.verbs[0]?.name;
  return {
    topics: word ? [word.name, ...(verb ? [verb] : [])] : [],
    ...(act && { act }),
    bang: word ? `${verb ?? word.name}!` : "",
    look: look ?? "runs()",
  };
}

function isMade({ verbs }: Word): boolean {
  return verbs.some(({ name }) => name === "create");
}

function takesAgent({ call }: Word): boolean {
  return call?.parameters[0]?.type === "agent";
}

function isWithoutArguments({ call }: Word): boolean {
  return call?.parameters.length === 0 && !call.hasBang;
}

/** `RebuildAgent!("alibuild07")` */
export function banged(call: string): string {
  return call.replace("(", "!(");
}
