extension Schema {
  /// What jobs read and made.
  static let jobViews = """
    CREATE VIEW jobs AS SELECT
      sequence, digest, at, recorded_at,
      dataset AS name,
      json_extract(entries.json, '$.payload.code.repository') AS repository,
      json_extract(entries.json, '$.payload.code.commit') AS commit_id,
      json_extract(entries.json, '$.payload.code.is_dirty') AS is_dirty,
      json_extract(entries.json, '$.payload.started_at') AS started_at,
      json_extract(entries.json, '$.payload.ended_at') AS ended_at,
      json_extract(entries.json, '$.payload.author') AS author,
      json_extract(entries.json, '$.payload.external_id') AS external_id,
      json_extract(entries.json, '$.payload.parameters') AS parameters
      FROM entries WHERE kind = 'job';

    CREATE VIEW job_artifacts AS SELECT
      e.sequence AS job, e.at,
      e.dataset AS job_name,
      r.value AS role,
      json_extract(a.value, '$.name') AS artifact,
      json_extract(a.value, '$.digest') AS digest,
      json_extract(a.value, '$.byte_count') AS byte_count
      FROM entries AS e, json_each('["inputs", "outputs", "environment"]') AS r,
        json_each(e.json, '$.payload.' || r.value) AS a
      WHERE e.kind = 'job';

    CREATE VIEW job_files AS SELECT
      e.sequence AS job, e.at,
      e.dataset AS job_name,
      r.value AS role,
      json_extract(a.value, '$.name') AS artifact,
      json_extract(f.value, '$.path') AS path,
      json_extract(f.value, '$.digest') AS digest,
      json_extract(f.value, '$.byte_count') AS byte_count
      FROM entries AS e, json_each('["inputs", "outputs", "environment"]') AS r,
        json_each(e.json, '$.payload.' || r.value) AS a, json_each(a.value, '$.files') AS f
      WHERE e.kind = 'job';

    """
}
