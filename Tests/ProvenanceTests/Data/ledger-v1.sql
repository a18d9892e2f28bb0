-- A ledger as version 1 of its schema had it. Never changed: later versions must read it.
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
INSERT INTO entries VALUES(1,'sha256:509458d0d1a47ee48893a6e9efca9ebbb53a8bd7432bb8a978c8aa2847ffd7cf','sha256:0000000000000000000000000000000000000000000000000000000000000000','2026-11-21T12:00:00Z','2026-11-21T12:00:00Z','run','orders','passed','{"assay_ledger":1,"at":"2026-11-21T12:00:00Z","kind":"run","payload":{"clauses":[{"field":"created_at","freshness":{"block_after_seconds":259200,"warn_after_seconds":86400},"id":"orders/created_at/dataset.stale","judged_count":1,"measurements":[{"name":"newest","value":"2026-11-21T11:00:00Z"},{"name":"age_seconds","value":"3600"}],"observed":"1h old","record_count":10,"rule":"dataset.stale","status":"passed","violation_count":0}],"command":["assay","check","orders.assay.yaml"],"contract":{"classification":"internal","contact":"data@example.com","digest":"sha256:dbc1b4c900ffe48d575b5da5c638040125f65db0fe3e24494b76ea986457d986","id":"orders","legal_basis":"contract","license":"CC-BY-4.0","path":"orders.assay.yaml","private_fields":[{"class":"pii.email","field":"email"}],"team":"data","uses":["analytics"],"version":"1.2.0"},"files":[{"byte_count":100,"digest":"sha256:084fed08b978af4d7d196a7446a86b58009e636b611db16211b65a9aadff29c5","malformed_count":0,"path":"orders.csv","record_count":10}],"malformed_count":0,"notices":["é, \u0001, 😀"],"observed_licenses":[{"expression":"MIT","record_count":4}],"problems":["a \"quoted\" problem"],"record_count":10},"previous":"sha256:0000000000000000000000000000000000000000000000000000000000000000","recorded_at":"2026-11-21T12:00:00Z","sequence":1,"tool":{"architecture":"x86_64","digest":"sha256:4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a","kernel":"avx2","system":"Linux","version":"0.1.0"}}');
INSERT INTO entries VALUES(2,'sha256:ae7d9e9b04164f049dc6ed834fbeaab6a13032b97f327bb431c7efd2883f4d91','sha256:509458d0d1a47ee48893a6e9efca9ebbb53a8bd7432bb8a978c8aa2847ffd7cf','2026-11-21T12:00:00Z','2026-11-21T12:00:00Z','annotation',NULL,NULL,'{"assay_ledger":1,"at":"2026-11-21T12:00:00Z","kind":"annotation","payload":{"about":[],"author":"ada@example.com","text":"the first ledger"},"previous":"sha256:509458d0d1a47ee48893a6e9efca9ebbb53a8bd7432bb8a978c8aa2847ffd7cf","recorded_at":"2026-11-21T12:00:00Z","sequence":2,"tool":{"architecture":"x86_64","digest":"sha256:4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a","kernel":"avx2","system":"Linux","version":"0.1.0"}}');
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
PRAGMA application_id = 1095979865; PRAGMA user_version = 1;
