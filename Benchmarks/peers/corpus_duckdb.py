"""DuckDB's JSON reader: declared types, one aggregate query. It stops at the first value of a wrong type."""

import sys

import duckdb

from words import LICENSES, verdict

database = duckdb.connect()
required = ("id", "text", "source_id", "license", "lang", "score", "tags", "meta.tokens")
tests = {f"{name} missing": f"{name} IS NULL" for name in required} | {
    "license": f"license NOT IN {tuple(LICENSES)}",
    "score": "score NOT BETWEEN 0 AND 1",
    "text": "length(text) < 1",
    "url": "NOT regexp_matches(meta.url, '^https?://')",
    "tokens": "meta.tokens < 0",
}
counts = ", ".join(f"count(*) FILTER ({test})" for test in tests.values())
row = database.execute(
    f"""SELECT count(*), count(id) - count(DISTINCT id), {counts},
      count(meta.crawl)
    FROM read_json(?, format='newline_delimited', columns={{
      id: 'VARCHAR', text: 'VARCHAR', source_id: 'VARCHAR', license: 'VARCHAR', lang: 'VARCHAR', score: 'DOUBLE',
      meta: 'STRUCT(url VARCHAR, crawl VARCHAR, tokens BIGINT)', tags: 'VARCHAR[]'}})""",
    [sys.argv[1]],
).fetchall()[0]
verdict(row[0], {"copies": row[1]} | dict(zip(tests, row[2:])))
