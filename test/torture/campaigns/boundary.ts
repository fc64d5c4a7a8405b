import type { JournalRow } from "../../support/journal-rows.ts";
import { boundaryOf as within } from "../runbooks/boundary.ts";

/** Names an instant in the life of a campaign and of the runs that it begins: `r2 done create volume/mesos-master-test-a`. */
export function boundaryOf(row: JournalRow): string {
  return `${row.run} ${within(row)}`;
}
