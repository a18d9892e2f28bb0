/// Words of other languages (ODCS, JSON Schema, Frictionless, dbt, SQL) and ours that says the same.
///
/// Only read for advice; `docs/words.md` tells where the meanings differ.
let foreignWords: [String: String] = [
  // JSON Schema
  "minLength": "min_length", "maxLength": "max_length", "minItems": "min_items", "maxItems": "max_items",
  "uniqueItems": "unique_items", "exclusiveMinimum": "exclusive_minimum", "exclusiveMaximum": "exclusive_maximum",
  "multipleOf": "multiple_of", "additionalProperties": "extra_fields", "properties": "fields", "const": "enum",
  "min": "minimum", "max": "maximum", "min_value": "minimum", "max_value": "maximum", "gte": "minimum",
  "lte": "maximum", "gt": "exclusive_minimum", "lt": "exclusive_maximum", "ge": "minimum", "le": "maximum",
  // ODCS and Data Contract Specification
  "columns": "fields", "schema": "fields", "logicalType": "type", "physicalType": "type", "isUnique": "unique",
  "primaryKey": "unique", "primary_key": "unique", "logicalTypeOptions": "format", "classification": "privacy",
  "pii": "privacy", "mustBe": "enum", "validValues": "enum", "accepted_values": "enum", "values": "enum",
  "allowed": "enum", "regex": "pattern", "not_null": "required", "notNull": "required", "non_null": "required",
  "mandatory": "required", "contact": "owner", "licence": "license", "slaProperties": "freshness",
  "termsOfUse": "uses", "dataset": "data", "servers": "data", "path": "files", "file": "files", "location": "files",
  "paths": "files", "quality": "checks", "tests": "checks", "rules": "checks", "row_count": "rows",
  "rowCount": "rows", "hashes": "pins", "checksums": "pins", "hash": "pins",
  // Frictionless
  "missingValues": "missing", "missing_values": "missing", "na_values": "missing", "null_values": "missing",
  "trueValues": "true", "falseValues": "false", "decimalChar": "decimal_mark", "groupChar": "group_mark",
  "decimal": "decimal_mark", "quoteChar": "quote", "quotechar": "quote", "escapeChar": "escape",
  "escapechar": "escape", "lineTerminator": "record_delimiter", "line_terminator": "record_delimiter",
  "commentChar": "comment_prefix", "comment": "comment_prefix", "sep": "delimiter", "separator": "delimiter",
  "skipInitialSpace": "trim", "skip_rows": "preamble_lines", "skiprows": "preamble_lines", "bom": "byte_order_mark",
  "charset": "encoding", "uniqueKeys": "unique", "date_format": "layout", "pattern_format": "layout",
  // dbt
  "warn_if": "warn_above", "error_if": "block_above", "warn_after_hours": "warn_after", "error_after": "block_after",
  "loaded_at_field": "field", "reason": "because", "why": "because",
  // Types
  "int": "integer", "int32": "integer", "int64": "integer", "bigint": "integer", "smallint": "integer",
  "long": "integer", "float": "number", "double": "number", "float32": "number", "float64": "number", "real": "number",
  "numeric": "decimal", "money": "decimal", "bool": "boolean", "varchar": "string", "char": "string",
  "text": "string", "str": "string", "datetime": "timestamp", "date-time": "timestamp", "timestamptz": "timestamp",
  "timestamp_tz": "timestamp", "timestamp_ntz": "timestamp", "guid": "uuid", "list": "array", "struct": "object",
  "record": "object", "map": "object", "dict": "object", "json": "object", "interval": "duration",
  // Values
  "error": "block", "fail": "block", "critical": "block", "warning": "warn", "info": "warn", "ndjson": "jsonl",
  "jsonlines": "jsonl", "utf8": "utf-8", "UTF-8": "utf-8", "utf16": "utf-16", "latin1": "latin-1",
  "iso-8859-1": "latin-1", "cp1252": "windows-1252", "asc": "ascending", "closed": "forbid", "open": "allow",
  "url": "uri", "ip": "ipv4", "personal": "pii",
]

/// Foreign words that no single word of ours replaces.
let foreignPhrases: [String: String] = [
  "default": "a contract checks data and never changes it; leave it out",
  "primaryKey": "write `required: true` and `unique: true`, or `checks: [{ unique: […] }]` for several fields",
  "constraints": "write the constraints as keys of the field itself",
  "dialect": "write it under `data: { csv: … }`",
  "delimiter": "write it under `data: { csv: … }`",
  "warn_above": "a clause on the dataset as a whole holds or does not; use `severity`",
  "block_above": "a clause on the dataset as a whole holds or does not; use `severity`",
  "foreignKeys": "`references` comes with a later version",
]

/// Words of the language that this version cannot enforce. Never accepted in silence.
let laterWords: [String: String] = [
  "assert": "expressions over a record come with a later one",
  "references": "foreign keys come with a later one",
  "mean": "statistics come with a later one",
  "median": "statistics come with a later one",
  "sum": "statistics come with a later one",
  "stddev": "statistics come with a later one",
  "quantile": "statistics come with a later one",
  "completeness": "statistics come with a later one; `required: { block_above: 1% }` says nearly the same",
  "distinct_count": "statistics come with a later one",
]
