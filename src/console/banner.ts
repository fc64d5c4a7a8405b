import { allRuns } from "../engine/runs.ts";
import type { Session } from "./session.ts";

/** The lines above the first prompt. `failures`: what could not be loaded, for people. */
export function banner(session: Session, failures: readonly string[]): string {
  const { environment, world } = session.parts;
  const { account, region } = environment.aws;
  const place = `${environment.title}: account ${account}, ${region}`;
  const head = world.kind === "rehearsal" ? `REHEARSAL of ${place}. Nothing real is touched.` : place;
  return [head, ...journalLines(session), ...failures, "help() says what there is."].join("\n");
}

function journalLines({ store }: Session): readonly string[] {
  if (store.readOnlyBecause) return [`The journal is read-only, so one can look but not act: ${store.readOnlyBecause}`];
  const { runs, unreadable } = allRuns({ store });
  const parked = runs.filter(({ status }) => status === "parked").slice(-5);
  return [
    ...parked.map(({ id, title }) => `${id} is parked: ${title}. To go on: resume!("${id}")`),
    ...unreadable.map((id) => `${id} cannot be read; show("${id}") says why`),
  ];
}
