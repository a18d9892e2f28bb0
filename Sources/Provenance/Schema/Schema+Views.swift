extension Schema {
  /// What `assay ledger query` is for; described in docs/ledger.md. They read the hashed bytes and nothing else.
  static let firstViews = """
    CREATE VIEW runs AS SELECT
      sequence, digest, at, recorded_at, dataset, outcome,
      json ->> '$.payload.contract.version' AS contract_version,
      json ->> '$.payload.contract.path' AS contract_path,
      json ->> '$.payload.contract.digest' AS contract_digest,
      json ->> '$.payload.contract.team' AS team,
      json ->> '$.payload.contract.contact' AS contact,
      json ->> '$.payload.contract.license' AS license,
      json ->> '$.payload.contract.classification' AS classification,
      json ->> '$.payload.contract.legal_basis' AS legal_basis,
      json ->> '$.payload.record_count' AS record_count,
      json ->> '$.payload.malformed_count' AS malformed_count,
      json ->> '$.tool.version' AS tool_version,
      json ->> '$.tool.digest' AS tool_digest
      FROM entries WHERE kind = 'run';

    CREATE VIEW files AS SELECT
      sequence AS run, at, dataset,
      value ->> '$.path' AS path,
      value ->> '$.digest' AS digest,
      value ->> '$.byte_count' AS byte_count,
      value ->> '$.record_count' AS record_count,
      value ->> '$.malformed_count' AS malformed_count,
      value ->> '$.problem' AS problem
      FROM entries, json_each(json, '$.payload.files') WHERE kind = 'run';

    CREATE VIEW uses AS SELECT sequence AS run, at, dataset, value AS use
      FROM entries, json_each(json, '$.payload.contract.uses') WHERE kind = 'run';

    CREATE VIEW private_fields AS SELECT
      sequence AS run, at, dataset, value ->> '$.field' AS field, value ->> '$.class' AS class
      FROM entries, json_each(json, '$.payload.contract.private_fields') WHERE kind = 'run';

    CREATE VIEW observed_licenses AS SELECT
      sequence AS run, at, dataset,
      value ->> '$.expression' AS license,
      value ->> '$.record_count' AS record_count
      FROM entries, json_each(json, '$.payload.observed_licenses') WHERE kind = 'run';

    CREATE VIEW results AS SELECT
      sequence AS run, at, dataset,
      value ->> '$.id' AS clause,
      value ->> '$.rule' AS rule,
      value ->> '$.field' AS field,
      value ->> '$.status' AS status,
      value ->> '$.level' AS level,
      value ->> '$.violation_count' AS violation_count,
      value ->> '$.judged_count' AS judged_count,
      value ->> '$.record_count' AS record_count,
      value ->> '$.observed' AS observed
      FROM entries, json_each(json, '$.payload.clauses') WHERE kind = 'run';

    CREATE VIEW measurements AS SELECT
      e.sequence AS run, e.at, e.dataset,
      c.value ->> '$.id' AS clause,
      m.value ->> '$.name' AS name,
      m.value ->> '$.value' AS value
      FROM entries AS e, json_each(e.json, '$.payload.clauses') AS c, json_each(c.value, '$.measurements') AS m
      WHERE e.kind = 'run';

    CREATE VIEW freshness AS SELECT
      e.sequence AS run, e.at, e.dataset,
      c.value ->> '$.id' AS clause,
      c.value ->> '$.status' AS status,
      c.value ->> '$.level' AS level,
      (SELECT value ->> '$.value' FROM json_each(c.value, '$.measurements') WHERE value ->> '$.name' = 'newest')
        AS newest,
      CAST((SELECT value ->> '$.value' FROM json_each(c.value, '$.measurements')
        WHERE value ->> '$.name' = 'age_seconds') AS INTEGER) AS age_seconds,
      c.value ->> '$.freshness.warn_after_seconds' AS warn_after_seconds,
      c.value ->> '$.freshness.block_after_seconds' AS block_after_seconds
      FROM entries AS e, json_each(e.json, '$.payload.clauses') AS c
      WHERE e.kind = 'run' AND c.value -> '$.freshness' IS NOT NULL;

    CREATE VIEW decisions AS SELECT
      sequence, digest, at, recorded_at, dataset,
      json ->> '$.payload.gate' AS gate,
      outcome AS verdict,
      json ->> '$.payload.is_inconclusive' AS is_inconclusive,
      json ->> '$.payload.run.sequence' AS run,
      json ->> '$.payload.run.digest' AS run_digest,
      json ->> '$.tool.version' AS tool_version
      FROM entries WHERE kind = 'decision';

    CREATE VIEW rules AS SELECT
      sequence AS decision, at, dataset,
      value ->> '$.role' AS role,
      value ->> '$.path' AS path,
      value ->> '$.digest' AS digest
      FROM entries, json_each(json, '$.payload.rules') WHERE kind = 'decision';

    CREATE VIEW clauses AS SELECT
      sequence AS decision, at, dataset,
      json ->> '$.payload.gate' AS gate,
      value ->> '$.id' AS clause,
      value ->> '$.rule' AS rule,
      value ->> '$.status' AS status,
      value ->> '$.effect' AS effect,
      value ->> '$.is_inconclusive' AS is_inconclusive,
      value ->> '$.violation_count' AS violation_count,
      value ->> '$.because' AS because
      FROM entries, json_each(json, '$.payload.clauses') WHERE kind = 'decision';

    CREATE VIEW waivers AS SELECT
      sequence AS decision, at, dataset,
      value ->> '$.id' AS clause,
      value ->> '$.violation_count' AS violation_count,
      value ->> '$.waiver.owner' AS owner,
      value ->> '$.waiver.reason' AS reason,
      value ->> '$.waiver.expires' AS expires,
      value ->> '$.waiver.file' AS file,
      value ->> '$.waiver.line' AS line
      FROM entries, json_each(json, '$.payload.clauses')
      WHERE kind = 'decision' AND value -> '$.waiver' IS NOT NULL;

    CREATE VIEW acts AS SELECT
      sequence, digest, at, recorded_at, kind,
      dataset AS subject,
      json ->> '$.payload.version' AS version,
      json ->> '$.payload.digest' AS subject_digest,
      json ->> '$.payload.stage' AS stage,
      json ->> '$.payload.author' AS author,
      json ->> '$.payload.text' AS text
      FROM entries WHERE kind IN ('promotion', 'rollback', 'annotation');

    CREATE VIEW mentions AS SELECT
      sequence, kind,
      value ->> '$.sequence' AS mentioned,
      value ->> '$.digest' AS mentioned_digest
      FROM entries, json_each(json, '$.payload.about') WHERE kind IN ('promotion', 'rollback', 'annotation');

    """
}
