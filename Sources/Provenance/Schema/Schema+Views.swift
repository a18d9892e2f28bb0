extension Schema {
  /// What `assay ledger query` is for; described in docs/ledger.md. They read the hashed bytes and nothing else.
  static let firstViews = """
    CREATE VIEW runs AS SELECT
      sequence, digest, at, recorded_at, dataset, outcome,
      json_extract(entries.json, '$.payload.contract.version') AS contract_version,
      json_extract(entries.json, '$.payload.contract.path') AS contract_path,
      json_extract(entries.json, '$.payload.contract.digest') AS contract_digest,
      json_extract(entries.json, '$.payload.contract.team') AS team,
      json_extract(entries.json, '$.payload.contract.contact') AS contact,
      json_extract(entries.json, '$.payload.contract.license') AS license,
      json_extract(entries.json, '$.payload.contract.classification') AS classification,
      json_extract(entries.json, '$.payload.contract.legal_basis') AS legal_basis,
      json_extract(entries.json, '$.payload.record_count') AS record_count,
      json_extract(entries.json, '$.payload.malformed_count') AS malformed_count,
      json_extract(entries.json, '$.tool.version') AS tool_version,
      json_extract(entries.json, '$.tool.digest') AS tool_digest
      FROM entries WHERE kind = 'run';

    CREATE VIEW files AS SELECT
      sequence AS run, at, dataset,
      json_extract(value, '$.path') AS path,
      json_extract(value, '$.digest') AS digest,
      json_extract(value, '$.byte_count') AS byte_count,
      json_extract(value, '$.record_count') AS record_count,
      json_extract(value, '$.malformed_count') AS malformed_count,
      json_extract(value, '$.problem') AS problem
      FROM entries, json_each(entries.json, '$.payload.files') WHERE kind = 'run';

    CREATE VIEW uses AS SELECT sequence AS run, at, dataset, value AS use
      FROM entries, json_each(entries.json, '$.payload.contract.uses') WHERE kind = 'run';

    CREATE VIEW private_fields AS SELECT
      sequence AS run, at, dataset, json_extract(value, '$.field') AS field, json_extract(value, '$.class') AS class
      FROM entries, json_each(entries.json, '$.payload.contract.private_fields') WHERE kind = 'run';

    CREATE VIEW observed_licenses AS SELECT
      sequence AS run, at, dataset,
      json_extract(value, '$.expression') AS license,
      json_extract(value, '$.record_count') AS record_count
      FROM entries, json_each(entries.json, '$.payload.observed_licenses') WHERE kind = 'run';

    CREATE VIEW results AS SELECT
      sequence AS run, at, dataset,
      json_extract(value, '$.id') AS clause,
      json_extract(value, '$.rule') AS rule,
      json_extract(value, '$.field') AS field,
      json_extract(value, '$.status') AS status,
      json_extract(value, '$.level') AS level,
      json_extract(value, '$.violation_count') AS violation_count,
      json_extract(value, '$.judged_count') AS judged_count,
      json_extract(value, '$.record_count') AS record_count,
      json_extract(value, '$.observed') AS observed
      FROM entries, json_each(entries.json, '$.payload.clauses') WHERE kind = 'run';

    CREATE VIEW measurements AS SELECT
      e.sequence AS run, e.at, e.dataset,
      json_extract(c.value, '$.id') AS clause,
      json_extract(m.value, '$.name') AS name,
      json_extract(m.value, '$.value') AS value
      FROM entries AS e, json_each(e.json, '$.payload.clauses') AS c, json_each(c.value, '$.measurements') AS m
      WHERE e.kind = 'run';

    CREATE VIEW freshness AS SELECT
      e.sequence AS run, e.at, e.dataset,
      json_extract(c.value, '$.id') AS clause,
      json_extract(c.value, '$.status') AS status,
      json_extract(c.value, '$.level') AS level,
      (SELECT json_extract(m.value, '$.value') FROM json_each(c.value, '$.measurements') AS m
        WHERE json_extract(m.value, '$.name') = 'newest')
        AS newest,
      CAST((SELECT json_extract(m.value, '$.value') FROM json_each(c.value, '$.measurements') AS m
        WHERE json_extract(m.value, '$.name') = 'age_seconds') AS INTEGER) AS age_seconds,
      json_extract(c.value, '$.freshness.warn_after_seconds') AS warn_after_seconds,
      json_extract(c.value, '$.freshness.block_after_seconds') AS block_after_seconds
      FROM entries AS e, json_each(e.json, '$.payload.clauses') AS c
      WHERE e.kind = 'run' AND json_type(c.value, '$.freshness') IS NOT NULL;

    CREATE VIEW decisions AS SELECT
      sequence, digest, at, recorded_at, dataset,
      json_extract(entries.json, '$.payload.gate') AS gate,
      outcome AS verdict,
      json_extract(entries.json, '$.payload.is_inconclusive') AS is_inconclusive,
      json_extract(entries.json, '$.payload.run.sequence') AS run,
      json_extract(entries.json, '$.payload.run.digest') AS run_digest,
      json_extract(entries.json, '$.tool.version') AS tool_version
      FROM entries WHERE kind = 'decision';

    CREATE VIEW rules AS SELECT
      sequence AS decision, at, dataset,
      json_extract(value, '$.role') AS role,
      json_extract(value, '$.path') AS path,
      json_extract(value, '$.digest') AS digest
      FROM entries, json_each(entries.json, '$.payload.rules') WHERE kind = 'decision';

    CREATE VIEW clauses AS SELECT
      sequence AS decision, at, dataset,
      json_extract(entries.json, '$.payload.gate') AS gate,
      json_extract(value, '$.id') AS clause,
      json_extract(value, '$.rule') AS rule,
      json_extract(value, '$.status') AS status,
      json_extract(value, '$.effect') AS effect,
      json_extract(value, '$.is_inconclusive') AS is_inconclusive,
      json_extract(value, '$.violation_count') AS violation_count,
      json_extract(value, '$.because') AS because
      FROM entries, json_each(entries.json, '$.payload.clauses') WHERE kind = 'decision';

    CREATE VIEW waivers AS SELECT
      sequence AS decision, at, dataset,
      json_extract(value, '$.id') AS clause,
      json_extract(value, '$.violation_count') AS violation_count,
      json_extract(value, '$.waiver.owner') AS owner,
      json_extract(value, '$.waiver.reason') AS reason,
      json_extract(value, '$.waiver.expires') AS expires,
      json_extract(value, '$.waiver.file') AS file,
      json_extract(value, '$.waiver.line') AS line
      FROM entries, json_each(entries.json, '$.payload.clauses')
      WHERE kind = 'decision' AND json_type(value, '$.waiver') IS NOT NULL;

    CREATE VIEW acts AS SELECT
      sequence, digest, at, recorded_at, kind,
      dataset AS subject,
      json_extract(entries.json, '$.payload.version') AS version,
      json_extract(entries.json, '$.payload.digest') AS subject_digest,
      json_extract(entries.json, '$.payload.stage') AS stage,
      json_extract(entries.json, '$.payload.author') AS author,
      json_extract(entries.json, '$.payload.text') AS text
      FROM entries WHERE kind IN ('promotion', 'rollback', 'annotation');

    CREATE VIEW mentions AS SELECT
      sequence, kind,
      json_extract(value, '$.sequence') AS mentioned,
      json_extract(value, '$.digest') AS mentioned_digest
      FROM entries, json_each(entries.json, '$.payload.about') WHERE kind IN ('promotion', 'rollback', 'annotation');

    """
}
