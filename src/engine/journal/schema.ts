/** Version of the tables, kept in `user_version`. A journal of a later version is only read. */
export const schemaVersion = 1;

/**
 * The tables. AUTOINCREMENT keeps the highest number ever given in `sqlite_sequence`, so that rows cut off at the end
 * are missed by the verification too. A lease's row stays when it is released: its fence must go on growing.
 */
export const schema = `
  CREATE TABLE event (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    run TEXT NOT NULL, step TEXT NOT NULL, kind TEXT NOT NULL,
    boot TEXT NOT NULL, fence INTEGER NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL,
    body TEXT NOT NULL, hash TEXT NOT NULL
  ) STRICT;
  CREATE INDEX event_of_run ON event (run, seq);
  CREATE INDEX event_began ON event (seq, run) WHERE kind = 'began';
  CREATE UNIQUE INDEX event_done_once ON event (run, step) WHERE kind = 'done';

  CREATE TRIGGER event_is_never_updated BEFORE UPDATE ON event
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
  CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
  CREATE TRIGGER event_is_appended BEFORE INSERT ON event
    WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM event)
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

  CREATE TABLE lease (
    scope TEXT PRIMARY KEY, fence INTEGER NOT NULL, held INTEGER NOT NULL,
    run TEXT NOT NULL, boot TEXT NOT NULL, pid INTEGER NOT NULL, processStartedAt TEXT NOT NULL,
    who TEXT NOT NULL, since TEXT NOT NULL, title TEXT NOT NULL
  ) STRICT;

  PRAGMA user_version = ${schemaVersion};
`;
