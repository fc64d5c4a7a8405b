import type { CheckRow } from "../model/status.ts";
import type { Session } from "./session.ts";

/** May one work here at all: every look that the place's systems have, side by side. */
export async function accessOf(session: Session): Promise<readonly CheckRow[]> {
  const { access = [] } = await session.systems();
  return (await Promise.all(access.map((check) => check()))).flat();
}
