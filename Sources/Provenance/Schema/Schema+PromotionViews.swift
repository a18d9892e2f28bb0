extension Schema {
  /// What the promotion gate decided, and what rollbacks declared bad. Acts gain a verdict, which is empty for those
  /// that were done by hand.
  static let promotionViews = """
    DROP VIEW acts;
    CREATE VIEW acts AS SELECT
      sequence, digest, at, recorded_at, kind,
      dataset AS subject,
      outcome AS verdict,
      json_extract(entries.json, '$.payload.version') AS version,
      json_extract(entries.json, '$.payload.digest') AS subject_digest,
      json_extract(entries.json, '$.payload.stage') AS stage,
      json_extract(entries.json, '$.payload.author') AS author,
      json_extract(entries.json, '$.payload.text') AS text
      FROM entries WHERE kind IN ('promotion', 'rollback', 'annotation');

    CREATE VIEW promotions AS SELECT
      sequence, digest, at, recorded_at,
      dataset AS model,
      outcome AS verdict,
      json_extract(entries.json, '$.payload.version') AS version,
      json_extract(entries.json, '$.payload.stage') AS stage,
      json_extract(entries.json, '$.payload.author') AS author,
      json_extract(entries.json, '$.payload.gate.model.path') AS model_path,
      json_extract(entries.json, '$.payload.gate.model.digest') AS model_digest,
      json_extract(entries.json, '$.payload.gate.policy.digest') AS policy_digest
      FROM entries WHERE kind = 'promotion' AND outcome IS NOT 'block';

    CREATE VIEW promotion_links AS SELECT
      sequence AS promotion, at,
      dataset AS model,
      outcome AS verdict,
      json_extract(value, '$.kind') AS link,
      json_extract(value, '$.status') AS status,
      json_extract(value, '$.broken_count') AS broken_count,
      json_extract(value, '$.first.subject') AS subject,
      json_extract(value, '$.first.message') AS message,
      json_extract(value, '$.first.mend') AS mend
      FROM entries, json_each(entries.json, '$.payload.gate.links') WHERE kind = 'promotion';

    CREATE VIEW promotion_artifacts AS SELECT
      sequence AS promotion, at,
      dataset AS model,
      outcome AS verdict,
      json_extract(value, '$.path') AS path,
      json_extract(value, '$.digest') AS digest
      FROM entries, json_each(entries.json, '$.payload.gate.artifacts') WHERE kind = 'promotion';

    CREATE VIEW bad_versions AS SELECT
      sequence AS rollback, at,
      json_extract(entries.json, '$.payload.bad.kind') AS kind,
      json_extract(entries.json, '$.payload.bad.id') AS id,
      json_extract(entries.json, '$.payload.bad.version') AS version,
      json_extract(entries.json, '$.payload.bad.refreshed_before') AS refreshed_before,
      json_extract(entries.json, '$.payload.bad.digests') AS digests,
      json_extract(entries.json, '$.payload.author') AS author,
      json_extract(entries.json, '$.payload.text') AS text
      FROM entries WHERE kind = 'rollback' AND json_type(entries.json, '$.payload.bad') IS NOT NULL;

    """
}
