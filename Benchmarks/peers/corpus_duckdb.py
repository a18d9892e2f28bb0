"""The checks of corpus.assay.yaml in DuckDB."""
import sys

import duckdb

from words import LICENSES

database = duckdb.connect()
bad = [f"{name} IS NULL" for name in ("id", "text", "source_id", "license", "lang", "score", "tags", "meta.tokens")] + [
    f"license NOT IN {tuple(LICENSES)}", "score NOT BETWEEN 0 AND 1", "length(text) < 1",
    "NOT regexp_matches(meta.url, '^https?://')", "meta.tokens < 0",
]
row = database.execute(
    f"""SELECT count(*), count(id) - count(DISTINCT id), {', '.join(f'count(*) FILTER ({test})' for test in bad)}
    FROM read_json(?, format='newline_delimited', columns={{
      id: 'VARCHAR', text: 'VARCHAR', source_id: 'VARCHAR', license: 'VARCHAR', lang: 'VARCHAR', score: 'DOUBLE',
      meta: 'STRUCT(url VARCHAR, crawl VARCHAR, tokens BIGINT)', tags: 'VARCHAR[]'}})""", [sys.argv[1]]).fetchall()[0]
sys.exit(bool(any(row[1:]) or not 1 <= row[0] <= 10_000_000))
