extension Schema {
  /// `json` is what is hashed; the other columns follow from it, and `verify` derives them again.
  static let firstTables = """
    CREATE TABLE entries (
      sequence INTEGER PRIMARY KEY,
      digest TEXT NOT NULL UNIQUE,
      previous TEXT NOT NULL,
      recorded_at TEXT NOT NULL,
      at TEXT NOT NULL,
      kind TEXT NOT NULL,
      dataset TEXT,
      outcome TEXT,
      json TEXT NOT NULL
    ) STRICT;
    CREATE INDEX entries_by_dataset ON entries (dataset, kind, at);

    CREATE TRIGGER entries_are_never_changed BEFORE UPDATE ON entries
    BEGIN SELECT RAISE(ABORT, 'an entry of the ledger is never changed'); END;
    CREATE TRIGGER entries_are_never_removed BEFORE DELETE ON entries
    BEGIN SELECT RAISE(ABORT, 'an entry of the ledger is never removed'); END;
    CREATE TRIGGER entries_follow_the_last BEFORE INSERT ON entries
    WHEN NEW.sequence IS NOT (SELECT ifnull(max(sequence), 0) + 1 FROM entries)
      OR NEW.previous IS NOT ifnull(
        (SELECT digest FROM entries ORDER BY sequence DESC LIMIT 1), 'sha256:' || printf('%064d', 0))
    BEGIN SELECT RAISE(ABORT, 'an entry of the ledger follows the last one'); END;

    """
}
