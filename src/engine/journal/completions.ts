import type { JournalEvent } from "../../model/journal.ts";
import type { Fields } from "../../model/json.ts";
import { isListOf, isShape, isText } from "./shape.ts";

/** A change that was done, its waits included. It rides on the next event that is written, so that it costs no commit. */
export interface Completion {
  readonly change: string;
  /** ISO 8601, by the world's clock. */
  readonly at: string;
}

const isCompletions = isListOf(isShape<Completion>({ change: isText, at: isText }, {}));

/** When each change was done, by its id. */
export function completionsOf(events: readonly JournalEvent[]): ReadonlyMap<string, string> {
  const noted = events.flatMap(({ body }) => (isCompletions(body.completed) ? body.completed : []));
  return new Map(noted.map(({ change, at }) => [change, at]));
}

/** An event's body with the completions that ride on it. */
export function withCompletions(body: Fields, completions: readonly Completion[]): Fields {
  return completions.length === 0 ? body : { ...body, completed: completions.map((each) => ({ ...each })) };
}
