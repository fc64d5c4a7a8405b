import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** One row of a journal. */
export interface JournalRow {
  readonly run: string;
  readonly step: string;
  readonly kind: string;
  readonly body: string;
}

/** What the consoles of a home have written in a rehearsal, read beside them. */
export function journalRows(home: string): readonly JournalRow[] {
  const file = join(home, "rehearsal/journal/journal.db");
  if (!existsSync(file)) return [];
  using database = new DatabaseSync(file, { readOnly: true, timeout: 1000 });
  const rows = database.prepare("SELECT run, step, kind, body FROM event ORDER BY seq").all();
  return rows.map((row) => ({ run: `${row.run}`, step: `${row.step}`, kind: `${row.kind}`, body: `${row.body}` }));
}
